import type { Run, RunGroup } from '@millrace/contract'
import { flatRuns, type NestedRun } from './nest-runs.ts'

/** A line of the table of groups. */
export type GroupLine =
  | { kind: 'group'; id: string; group: RunGroup; filter: string | undefined }
  | { kind: 'run'; id: string; row: NestedRun }
  /** Runs are on their way, or there are more than are shown. */
  | { kind: 'waiting'; id: string }
  | { kind: 'more'; id: string; group: RunGroup; filter: string }

/** Names a group among the others. */
export const groupId = ({ values }: RunGroup): string => `group ${JSON.stringify(values)}`

/** A run may be in several groups, by its datasets. */
const runLineId = (group: string, { id }: NestedRun) => `${id} ${group}`

interface Opened {
  filter: string
  runs: Run[] | undefined
}

/** Groups with the runs of the open ones below them. */
export function groupLines(
  groups: RunGroup[],
  filterOf: (group: RunGroup) => string | undefined,
  opened: ReadonlyMap<string, Opened>,
): GroupLine[] {
  return groups.flatMap((group): GroupLine[] => {
    const id = groupId(group)
    const line: GroupLine = { kind: 'group', id, group, filter: filterOf(group) }
    const below = opened.get(id)
    if (!below) return [line]
    const { filter, runs } = below
    if (!runs) return [line, { kind: 'waiting', id: `waiting ${id}` }]
    const rows = flatRuns(runs).map((row): GroupLine => {
      const nested = { ...row, depth: 1 }
      return { kind: 'run', id: runLineId(id, row), row: nested }
    })
    const more: GroupLine[] =
      group.runs > runs.length ? [{ kind: 'more', id: `more ${id}`, group, filter }] : []
    return [line, ...rows, ...more]
  })
}
