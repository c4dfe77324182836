import type { Change } from './changes.ts'

const union = (a: string[] = [], b: string[] = []) => [...new Set([...a, ...b])]

export function mergeChanges(a: Change, b: Change): Change {
  return {
    experiments: union(a.experiments, b.experiments),
    runs: union(a.runs, b.runs),
    all: Boolean(a.all || b.all),
  }
}
