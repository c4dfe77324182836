import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { RowSource } from './row-source.ts'

export interface Selection {
  readonly ids: ReadonlySet<string>
  toggle(id: string): void
  /** Adds everything that is loaded between the last toggled row and this one. */
  extendTo(id: string): void
  /** Everything that is loaded, or nothing if all of that is chosen. */
  toggleAll(): void
  clear(): void
}

interface Address {
  chosen: readonly string[] | undefined
  onChosen: (chosen: string[] | undefined) => void
}

/** An address must stay one that can be sent. */
const MOST_IN_ADDRESS = 300

const textOf = (ids: readonly string[] | undefined) => ids?.join() ?? ''

/** Which runs are chosen. It stays while the table is sorted or scrolled; a choice is of runs, not of places. */
export function useSelection(rows: RowSource, { chosen, onChosen }: Address): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set(chosen))
  const anchor = useRef<string>(undefined)
  const latest = useRef({ rows, ids, onChosen })
  latest.current.rows = rows
  latest.current.onChosen = onChosen
  const written = useRef(textOf(chosen))

  // Another address, such as the one before it, brings its own choice.
  useEffect(() => {
    if (textOf(chosen) === written.current) return
    written.current = textOf(chosen)
    latest.current.ids = new Set(chosen)
    setIds(latest.current.ids)
  }, [chosen])

  const change = useCallback((next: (old: ReadonlySet<string>) => ReadonlySet<string>) => {
    const now = next(latest.current.ids)
    latest.current.ids = now
    setIds(now)
    const list = now.size > 0 && now.size <= MOST_IN_ADDRESS ? [...now] : undefined
    written.current = textOf(list)
    latest.current.onChosen(list)
  }, [])

  const toggle = useCallback(
    (id: string) => {
      anchor.current = id
      change((old) => old.symmetricDifference(new Set([id])))
    },
    [change],
  )
  const extendTo = useCallback(
    (id: string) => {
      const { loaded } = latest.current.rows
      const ends = [anchor.current ?? id, id].map((each) => loaded.findIndex((row) => row.id === each))
      const [from = 0, to = 0] = ends.sort((a, b) => a - b)
      if (from < 0) return
      change((old) => old.union(new Set(loaded.slice(from, to + 1).map((row) => row.id))))
    },
    [change],
  )
  const toggleAll = useCallback(() => {
    const all = new Set(latest.current.rows.loaded.map((row) => row.id))
    change((old) => (all.isSubsetOf(old) ? new Set() : all))
  }, [change])
  const clear = useCallback(() => change(() => new Set()), [change])

  return useMemo(
    () => ({ ids, toggle, extendTo, toggleAll, clear }),
    [ids, toggle, extendTo, toggleAll, clear],
  )
}
