import { invalidParameter } from '@millrace/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Dialect } from '../db/dialect.ts'
import { among } from '../search/compile.ts'
import { identifyRunField, type RunField } from '../search/index.ts'
import { attribute } from './asked-runs.ts'

/** The attributes that are text. */
const TEXT_ATTRIBUTES = new Set(['run_name', 'status', 'user_id', 'artifact_uri', 'run_id'])

/** Reads a name as it stands in a filter, of something that runs have texts of. */
export function textField(name: string): RunField {
  const field = identifyRunField(name)
  const { type, key } = field
  const isText =
    type === 'parameter' ||
    type === 'tag' ||
    (type === 'dataset' && key !== 'context') ||
    (type === 'attribute' && TEXT_ATTRIBUTES.has(key))
  if (isText) return field
  throw invalidParameter(
    `'${name}' cannot be used here; params, tags, dataset.name, dataset.digest and the attributes ${[...TEXT_ATTRIBUTES].join(', ')} can.`,
  )
}

/** Where the text of a run `r` is found. */
export interface ValueSource {
  /** Joined to the runs: a row for each value that a run has, or one with null. */
  readonly join: RawBuilder<unknown>
  readonly value: RawBuilder<unknown>
}

const TABLES = { parameter: sql`params`, tag: sql`tags` } as const

/** @param alias names the joined table. */
export function valueSource(
  dialect: Dialect,
  { type, key }: RunField,
  experiments: readonly number[],
  alias: string,
): ValueSource {
  const x = sql.id(alias)
  const value = sql`${x}.value`
  if (type === 'parameter' || type === 'tag')
    return {
      join: sql`left join ${TABLES[type]} ${x} on ${x}."key" = ${key} and ${x}.run_uuid = r.run_uuid`,
      value,
    }
  if (type !== 'dataset') return { join: sql``, value: attribute(key) }
  const column = key === 'name' ? sql`d.name` : sql`d.digest`
  const read = sql`select distinct i.destination_id as run_uuid, ${column} as value from datasets d
    join inputs i on i.source_type = 'DATASET' and i.source_id = d.dataset_uuid and i.destination_type = 'RUN'
    where ${among(dialect, sql`d.experiment_id`, experiments)}`
  return { join: sql`left join (${read}) ${x} on ${x}.run_uuid = r.run_uuid`, value }
}
