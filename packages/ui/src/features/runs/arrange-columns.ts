/** Column ids in their order; the pinned ones come first and are in `col` too. */
export interface ColumnChoice {
  readonly col: readonly string[]
  readonly pin: readonly string[]
}

/** As the table shows them. */
export function inOrder({ col, pin }: ColumnChoice): string[] {
  const pinned = pin.filter((id) => col.includes(id))
  return [...pinned, ...col.filter((id) => !pinned.includes(id))]
}

const without = (ids: readonly string[], id: string) => ids.filter((other) => other !== id)

export const toggleColumn = ({ col, pin }: ColumnChoice, id: string): ColumnChoice =>
  col.includes(id) ? { col: without(col, id), pin: without(pin, id) } : { col: [...col, id], pin }

export const togglePin = ({ col, pin }: ColumnChoice, id: string): ColumnChoice => ({
  col,
  pin: pin.includes(id) ? without(pin, id) : [...pin, id],
})

/** Puts a column where another is, which makes room; beside a pinned one it is pinned too, beside another no longer. */
export function moveColumn(choice: ColumnChoice, id: string, target: string): ColumnChoice {
  const shown = inOrder(choice)
  const from = shown.indexOf(id)
  const to = shown.indexOf(target)
  if (from < 0 || to < 0 || from === to) return choice
  const col = without(shown, id).toSpliced(to, 0, id)
  const pins = new Set(choice.pin.includes(target) ? [...choice.pin, id] : without(choice.pin, id))
  return { col, pin: col.filter((each) => pins.has(each)) }
}

/** One place to the left or right. */
export function stepColumn(choice: ColumnChoice, id: string, step: 1 | -1): ColumnChoice {
  const shown = inOrder(choice)
  const target = shown[shown.indexOf(id) + step]
  return target === undefined ? choice : moveColumn(choice, id, target)
}
