import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react'

/** What a key does to the table, by the active row. */
export interface TableKeys {
  move(step: number): void
  select(): void
  extend(step: number): void
  selectAll(): void
  open(): void
  peek(): void
  /** @returns whether there is something to fold. */
  fold(open: boolean): boolean
  hide(): void
  compare(): void
  leave(): void
}

const STEPS: Record<string, number> = {
  ArrowDown: 1,
  j: 1,
  ArrowUp: -1,
  k: -1,
  ']': 1,
  '[': -1,
  PageDown: 15,
  PageUp: -15,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
}

const DEEDS: Record<string, (keys: TableKeys) => unknown> = {
  ' ': (keys) => keys.select(),
  x: (keys) => keys.select(),
  Enter: (keys) => keys.open(),
  e: (keys) => keys.peek(),
  h: (keys) => keys.hide(),
  c: (keys) => keys.compare(),
  ArrowRight: (keys) => keys.fold(true),
  ArrowLeft: (keys) => keys.fold(false),
  Escape: (keys) => keys.leave(),
}

/** @returns whether the key means something to the table. */
function press(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>,
  keys: TableKeys,
) {
  const { key, shiftKey, ctrlKey, metaKey, altKey } = event
  if (altKey) return false
  if (ctrlKey || metaKey) {
    if (key.toLowerCase() !== 'a' || shiftKey) return false
    keys.selectAll()
    return true
  }
  const name = key.length === 1 ? key.toLowerCase() : key
  const step = STEPS[name]
  if (step === undefined) return name in DEEDS && DEEDS[name]?.(keys) !== false
  if (shiftKey) keys.extend(step)
  else keys.move(step)
  return true
}

const OWN_KEYS = 'input, textarea, select, dialog, [popover], [role=treegrid]'
const FROM_ANYWHERE = new Set(['j', 'k'])
/** The panel beside the table has the focus, and the rows are walked on. */
const FROM_PEEK = new Set(['j', 'k', '[', ']', 'Escape'])

/** `j` and `k` start walking the table from anywhere on the page. */
export function useTableKeys(table: RefObject<HTMLDivElement | null>, keys: TableKeys) {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      const { key, target } = event
      if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof Element)) return
      if (target.closest(OWN_KEYS)) return
      if (target.closest('[data-peek]')) {
        if (FROM_PEEK.has(key)) press(event, latest.current)
      } else if (FROM_ANYWHERE.has(key)) table.current?.focus()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [table])

  return (event: KeyboardEvent) => {
    if (event.target === table.current && press(event, keys)) event.preventDefault()
  }
}
