import { invalidParameter } from '@millrace/contract'
import { assertSearchable } from './clause-list.ts'
import { lookUp } from './entities.ts'
import { ALIASES, COLUMNS } from './logged-model-columns.ts'
import { assertOrderSize } from './size.ts'

/** As on the wire; an absent direction is ascending. */
export interface LoggedModelOrderBy {
  readonly field_name?: string | undefined
  readonly ascending?: boolean | undefined
  readonly dataset_name?: string | undefined
  readonly dataset_digest?: string | undefined
}

export interface LoggedModelOrderTerm {
  readonly type: 'metric' | 'attribute'
  readonly key: string
  readonly ascending: boolean
  /** Only of metrics: the dataset that they must have been measured on. */
  readonly dataset_name: string | undefined
  readonly dataset_digest: string | undefined
}

/** Reads the order of a search for logged models: columns and `metrics.<key>`. */
export function parseLoggedModelOrderBy(
  orderBy: readonly LoggedModelOrderBy[] | undefined,
): LoggedModelOrderTerm[] {
  assertOrderSize(orderBy ?? [])
  return (orderBy ?? []).map(({ field_name = '', ascending = true, dataset_name, dataset_digest }) => {
    assertSearchable('order by field name', field_name)
    const dot = field_name.indexOf('.')
    const prefix = field_name.slice(0, Math.max(0, dot))
    const term = {
      ascending,
      dataset_name: dataset_name || undefined,
      dataset_digest: dataset_digest || undefined,
    }
    if (prefix === 'metrics') return { type: 'metric', key: field_name.slice(dot + 1), ...term }
    const key = lookUp(ALIASES, field_name) ?? field_name
    if (dot < 0 && COLUMNS.has(key)) {
      return { type: 'attribute', key, ...term, dataset_name: undefined, dataset_digest: undefined }
    }
    throw invalidParameter(
      `Invalid order by field name: ${field_name}${dot < 0 ? '' : '. Only metrics are supported.'}`,
    )
  })
}
