import type { Run } from '@millrace/contract'

export interface NestedRun {
  run: Run
  id: string
  depth: number
  childCount: number
  /** It has a parent, which is not above it. */
  orphan: boolean
}

/** The end of a long list of children, or the place of children that are on their way. */
interface ChildrenPlace {
  id: string
  depth: number
  parentId: string
  state: 'waiting' | 'more' | 'failed'
}

export type TableRow = NestedRun | ChildrenPlace

export const isRun = (row: TableRow | undefined): row is NestedRun => row !== undefined && 'run' in row

/** Children of a run that was opened. */
export interface Opened {
  /** Undefined while they are on their way. */
  runs: readonly Run[] | undefined
  /** There are more than these. */
  more: boolean
  failed: boolean
}

/** What is known of the families of runs, by the id of the parent. */
export interface Families {
  /** How many children each has; none where it is not named. */
  counts: ReadonlyMap<string, number>
  opened: ReadonlyMap<string, Opened>
}

export const NO_FAMILIES: Families = { counts: new Map(), opened: new Map() }

export const tagOf = (run: Run, key: string): string | undefined =>
  run.data?.tags?.find((tag) => tag.key === key)?.value

export const parentIdOf = (run: Run): string | undefined => tagOf(run, 'mlflow.parentRunId')

const idOf = (run: Run) => run.info?.run_id ?? ''

/** Runs in the order of the server, with the children of the open ones below them. */
export function nestRuns(runs: readonly Run[], { counts, opened }: Families = NO_FAMILIES): TableRow[] {
  const rows: TableRow[] = []
  const place = (run: Run, above: readonly string[]) => {
    const id = idOf(run)
    const depth = above.length
    const orphan = depth === 0 && parentIdOf(run) !== undefined
    rows.push({ run, id, depth, childCount: counts.get(id) ?? 0, orphan })
    const below = opened.get(id)
    // Whoever is its own ancestor is not shown again.
    if (!below || above.includes(id)) return
    for (const child of below.runs ?? []) place(child, [...above, id])
    const state = below.failed ? 'failed' : below.runs === undefined ? 'waiting' : below.more && 'more'
    if (state) rows.push({ id: `${state} ${id}`, depth: depth + 1, parentId: id, state })
  }
  for (const run of runs) place(run, [])
  return rows
}

export const flatRuns = (runs: readonly Run[]): NestedRun[] => nestRuns(runs).filter(isRun)
