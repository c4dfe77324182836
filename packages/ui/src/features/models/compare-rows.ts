export interface CompareRow {
  key: string
  /** One of each that is compared; undefined where it has no such key. */
  cells: (string | undefined)[]
  differs: boolean
}

/** Everything that any of the compared has, by key. */
export function compareRows(compared: ReadonlyMap<string, string>[]): CompareRow[] {
  const keys = new Set(compared.flatMap((values) => [...values.keys()]))
  return [...keys]
    .sort((a, b) => a.localeCompare(b))
    .map((key) => {
      const cells = compared.map((values) => values.get(key))
      return { key, cells, differs: new Set(cells).size > 1 }
    })
}
