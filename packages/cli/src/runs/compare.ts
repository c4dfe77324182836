import type { RunRecord } from '@millrace/sdk'
import { valueAt } from './formats.ts'

/** One param, metric or tag of several runs. */
export interface ComparedLine {
  readonly key: string
  /** Of each run; empty where it has none. */
  readonly values: readonly string[]
  /** Of metrics: how far each run is from the first. */
  readonly delta: readonly (number | undefined)[]
}

/** Params, metrics and tags of users, by key. */
export function compareRuns(runs: readonly RunRecord[], onlyDifferences: boolean): ComparedLine[] {
  const lines = (['params', 'metrics', 'tags'] as const).flatMap((kind) => {
    const keys = new Set(runs.flatMap((run) => Object.keys(run[kind])))
    return [...keys]
      .filter((key) => !key.startsWith('mlflow.'))
      .sort()
      .map((key) => lineOf(runs, kind, key))
  })
  return onlyDifferences ? lines.filter(({ values }) => new Set(values).size > 1) : lines
}

function lineOf(runs: readonly RunRecord[], kind: 'params' | 'metrics' | 'tags', key: string): ComparedLine {
  const base = kind === 'metrics' ? runs[0]?.metrics[key] : undefined
  return {
    key: `${kind}.${key}`,
    values: runs.map((run) => valueAt(run, `${kind}.${key}`)),
    delta: runs.map(({ metrics }) => {
      const value = metrics[key]
      const delta = base === undefined || value === undefined ? Number.NaN : value - base
      return Number.isFinite(delta) ? delta : undefined
    }),
  }
}
