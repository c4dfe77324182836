import { sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { insertion } from '../db/insertion.ts'
import { pieces } from '../db/row-pieces.ts'
import { among } from '../search/compile.ts'
import type { RecordRow } from './record-rows.ts'

/**
 * A column of JSON as its text, on every database; the drivers would parse it and round its numbers. Null where it holds
 * nothing: of that `concat` makes an empty text on some.
 */
function asText(column: 'inputs' | 'outputs' | 'expectations' | 'tags' | 'source') {
  const json = sql.ref(column)
  return sql<string>`case when ${json} is not null then concat(${json}, '') end`.as(column)
}

function selectRecords(db: Executor['builder'], dataset_id: string) {
  return db
    .selectFrom('evaluation_dataset_records')
    .select([
      'dataset_record_id',
      'dataset_id',
      'source_id',
      'source_type',
      'created_time',
      'last_update_time',
      'created_by',
      'last_updated_by',
      'input_hash',
    ])
    .select([asText('inputs'), asText('outputs'), asText('expectations'), asText('tags'), asText('source')])
    .where('dataset_id', '=', dataset_id)
}

/** Those of a dataset whose inputs have one of these hashes. */
export async function readByHash(
  tx: Executor,
  dataset_id: string,
  hashes: readonly string[],
): Promise<Map<string, RecordRow>> {
  const rows = await tx.query<RecordRow>(
    selectRecords(tx.builder, dataset_id).where(among(tx.dialect, sql`input_hash`, hashes)),
  )
  return new Map(rows.map((row) => [row.input_hash, row]))
}

export interface RecordPage {
  readonly dataset_id: string
  readonly limit: number
  readonly after: { readonly created_time: number; readonly dataset_record_id: string } | undefined
}

/** Oldest first. */
export async function readPage(db: Executor, { dataset_id, limit, after }: RecordPage): Promise<RecordRow[]> {
  const page = selectRecords(db.builder, dataset_id)
    .orderBy('created_time')
    .orderBy('dataset_record_id')
    .limit(sql.lit(limit))
  if (after === undefined) return db.query<RecordRow>(page)
  return db.query<RecordRow>(
    page.where((where) =>
      where.or([
        where('created_time', '>', after.created_time),
        where.and([
          where('created_time', '=', after.created_time),
          where('dataset_record_id', '>', after.dataset_record_id),
        ]),
      ]),
    ),
  )
}

const upsertRecords = insertion<RecordRow>()('evaluation_dataset_records', {
  columns: {
    dataset_record_id: 'dataset_record_id',
    dataset_id: 'dataset_id',
    inputs: 'inputs',
    outputs: 'outputs',
    expectations: 'expectations',
    tags: 'tags',
    source: 'source',
    source_id: 'source_id',
    source_type: 'source_type',
    created_time: 'created_time',
    last_update_time: 'last_update_time',
    created_by: 'created_by',
    last_updated_by: 'last_updated_by',
    input_hash: 'input_hash',
  },
  conflict: {
    on: ['dataset_record_id'],
    replace: ['outputs', 'expectations', 'tags', 'last_update_time', 'last_updated_by'],
  },
})

/** Adds records, or puts new outputs, expectations and tags into those that are there. */
export async function writeRecords(tx: Executor, rows: readonly RecordRow[]): Promise<void> {
  for (const piece of pieces(rows)) await tx.insert(upsertRecords, piece)
}

export async function countRecords(tx: Executor, dataset_id: string): Promise<number> {
  const [row] = await tx.query(
    tx.builder
      .selectFrom('evaluation_dataset_records')
      .select((of) => of.fn.countAll().as('count'))
      .where('dataset_id', '=', dataset_id),
  )
  return Number(row?.count ?? 0)
}

export function profileOf(count: number): string {
  return `{"num_records": ${count}}`
}

/** @returns how many were there. */
export async function deleteRecords(
  tx: Executor,
  dataset_id: string,
  ids: readonly string[],
): Promise<number> {
  const before = await countRecords(tx, dataset_id)
  await tx.query(
    tx.builder
      .deleteFrom('evaluation_dataset_records')
      .where('dataset_id', '=', dataset_id)
      .where(among(tx.dialect, sql`dataset_record_id`, ids)),
  )
  return before - (await countRecords(tx, dataset_id))
}
