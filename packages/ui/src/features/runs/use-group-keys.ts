import { useNavigate } from '@tanstack/react-router'
import { type RefObject, useState } from 'react'
import type { GroupLine } from './group-rows.ts'
import type { Selection } from './use-selection.ts'
import { useTableKeys } from './use-table-keys.ts'

interface Deeds {
  selection: Selection
  open: ReadonlySet<string>
  onToggle: (id: string) => void
  onHide: (id: string) => void
  onPeek: (id: string) => void
  onCompare: () => void
  onLeave: () => void
  scrollTo: (index: number) => void
}

/** The keys of the runs' table, where a group takes the place of a run with children. */
export function useGroupKeys(table: RefObject<HTMLDivElement | null>, lines: GroupLine[], deeds: Deeds) {
  const [active, setActive] = useState(-1)
  const navigate = useNavigate()
  const { selection, open, onToggle, scrollTo } = deeds
  const line = lines[active]
  const run = line?.kind === 'run' ? line.row.id : undefined
  const move = (step: number) => {
    const next = Math.max(0, Math.min(lines.length - 1, active + step))
    setActive(next)
    scrollTo(next)
  }
  const fold = (wanted: boolean) => {
    const folds = line?.kind === 'group' && line.filter !== undefined && open.has(line.id) !== wanted
    if (folds) onToggle(line.id)
    return folds
  }
  const onKeyDown = useTableKeys(table, {
    move,
    extend: move,
    fold,
    select: () => run && selection.toggle(run),
    selectAll: () => undefined,
    open: () => {
      if (!run) return fold(!open.has(line?.id ?? ''))
      return navigate({ to: '/runs/$runId', params: { runId: run } })
    },
    peek: () => run && deeds.onPeek(run),
    hide: () => run && deeds.onHide(run),
    compare: deeds.onCompare,
    leave: deeds.onLeave,
  })
  return { active, setActive, onKeyDown }
}
