import type { Run } from '@millrace/contract'

export interface NestedRun {
  run: Run
  id: string
  depth: number
  childCount: number
  /** The parent is known by its tag but not on the loaded pages. */
  orphan: boolean
}

export const tagOf = (run: Run, key: string): string | undefined =>
  run.data?.tags?.find((tag) => tag.key === key)?.value

export const parentIdOf = (run: Run): string | undefined => tagOf(run, 'mlflow.parentRunId')

const idOf = (run: Run) => run.info?.run_id ?? ''

export function flatRuns(runs: Run[]): NestedRun[] {
  return runs.map((run) => ({
    run,
    id: idOf(run),
    depth: 0,
    childCount: 0,
    orphan: parentIdOf(run) !== undefined,
  }))
}

/** Puts loaded children under their loaded parents, keeping the server's order on every level. */
export function nestRuns(runs: Run[], collapsed: ReadonlySet<string>): NestedRun[] {
  const loaded = new Set(runs.map(idOf))
  const children = Map.groupBy(
    runs.filter((run) => loaded.has(parentIdOf(run) ?? '')),
    (run) => parentIdOf(run) ?? '',
  )
  const rows: NestedRun[] = []
  const placed = new Set<string>()

  const place = (run: Run, depth: number, visible: boolean) => {
    const id = idOf(run)
    if (placed.has(id)) return
    placed.add(id)
    const below = children.get(id) ?? []
    const orphan = depth === 0 && parentIdOf(run) !== undefined
    if (visible) rows.push({ run, id, depth, childCount: below.length, orphan })
    for (const child of below) place(child, depth + 1, visible && !collapsed.has(id))
  }

  for (const run of runs) if (!loaded.has(parentIdOf(run) ?? '')) place(run, 0, true)
  // What is left names itself or each other as parent.
  for (const run of runs) place(run, 0, true)
  return rows
}
