import { type RefObject, useEffect } from 'react'

const STEPS: Record<string, number> = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }

/** Where keys mean something else. */
const OWN_KEYS = 'input, textarea, select, dialog, [popover]'

/**
 * `j` and `k` walk the links of a list that are marked by `data-row`, from anywhere on the page; the arrows do so from
 * within it. Enter is the link's own.
 */
export function useListKeys(
  list: RefObject<HTMLElement | null>,
  rows: number,
  scrollTo: (row: number) => void,
): void {
  useEffect(() => {
    const walk = (event: KeyboardEvent) => {
      const { key, target, ctrlKey, metaKey, altKey } = event
      const step = STEPS[key]
      if (step === undefined || ctrlKey || metaKey || altKey) return
      if (!(target instanceof Element) || target.closest(OWN_KEYS)) return
      const current = target.closest<HTMLElement>('[data-row]')?.dataset.row
      if (current === undefined && key.startsWith('Arrow')) return
      event.preventDefault()
      const next = current === undefined ? 0 : Math.max(0, Math.min(rows - 1, Number(current) + step))
      const focusNext = () => {
        const link = list.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)
        link?.focus()
        return Boolean(link)
      }
      scrollTo(next)
      // A row that is far out of view is drawn first.
      if (!focusNext()) requestAnimationFrame(focusNext)
    }
    document.addEventListener('keydown', walk)
    return () => document.removeEventListener('keydown', walk)
  }, [list, rows, scrollTo])
}
