import type { Run } from '@millrace/contract'

export interface RunKeys {
  metrics: string[]
  params: string[]
  tags: string[]
}

const sorted = (keys: Set<string>) => [...keys].sort((a, b) => a.localeCompare(b))

/** What some of the runs have, by name. */
export function collectKeys(runs: readonly Run[]): RunKeys {
  const metrics = new Set<string>()
  const params = new Set<string>()
  const tags = new Set<string>()
  for (const { data } of runs) {
    for (const { key } of data?.metrics ?? []) if (key) metrics.add(key)
    for (const { key } of data?.params ?? []) if (key) params.add(key)
    for (const { key } of data?.tags ?? []) if (key) tags.add(key)
  }
  return { metrics: sorted(metrics), params: sorted(params), tags: sorted(tags) }
}
