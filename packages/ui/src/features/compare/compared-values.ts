import type { Run } from '@millrace/contract'
import { toNumber } from '../../i18n/format.ts'
import { isOwn } from '../tags/own-tags.ts'

export const VALUE_KINDS = ['metrics', 'params', 'tags'] as const
export type ValueKind = (typeof VALUE_KINDS)[number]

export interface ValueRow {
  kind: ValueKind
  key: string
  /** One of each run; undefined where it has none. Metrics are numbers. */
  cells: readonly (string | number | undefined)[]
  differs: boolean
}

const mapOf = (pairs: readonly { key?: string; value?: string }[] = []) =>
  new Map(pairs.map(({ key = '', value = '' }) => [key, value] as const))

const READ: Record<ValueKind, (run: Run) => ReadonlyMap<string, string | number>> = {
  metrics: ({ data }) => new Map(data?.metrics?.map(({ key = '', value }) => [key, toNumber(value)])),
  params: ({ data }) => mapOf(data?.params),
  tags: ({ data }) => mapOf(data?.tags?.filter(isOwn)),
}

/** Everything that any of the runs has, by kind and key. */
export function comparedValues(runs: readonly Run[]): ValueRow[] {
  return VALUE_KINDS.flatMap((kind) => {
    const maps = runs.map(READ[kind])
    const keys = new Set(maps.flatMap((values) => [...values.keys()]))
    return [...keys]
      .sort((a, b) => a.localeCompare(b))
      .map((key): ValueRow => {
        const cells = maps.map((values) => values.get(key))
        return { kind, key, cells, differs: new Set(cells).size > 1 }
      })
  })
}

export interface Delta {
  by: number
  /** A share of the baseline; undefined where that is zero. */
  share: number | undefined
}

/** How far a metric is from the baseline's; undefined where either is no finite number. */
export function deltaOf(
  value: ValueRow['cells'][number],
  base: ValueRow['cells'][number],
): Delta | undefined {
  if (typeof value !== 'number' || typeof base !== 'number') return undefined
  const by = value - base
  if (!Number.isFinite(by)) return undefined
  return { by, share: base === 0 ? undefined : by / Math.abs(base) }
}
