import { sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { statement } from '../db/statement.ts'
import { among } from '../search/compile.ts'
import type { RecordRow } from './record-rows.ts'

/** A column of JSON as its text, on every database; the drivers would parse it and round its numbers. */
function asText(column: 'inputs' | 'outputs' | 'expectations' | 'tags' | 'source') {
  return sql<string>`concat(${sql.ref(column)}, '')`.as(column)
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

const ROWS_PER_INSERT = 200

/** Not an `insertion`: PostgreSQL would take JSON that comes as a member of a record for a string. */
export async function insertRecords(tx: Executor, rows: readonly RecordRow[]): Promise<void> {
  for (let i = 0; i < rows.length; i += ROWS_PER_INSERT) {
    const some = rows.slice(i, i + ROWS_PER_INSERT)
    await tx.query(tx.builder.insertInto('evaluation_dataset_records').values(some))
  }
}

export const updateRecord = statement<RecordRow>()((db, p) =>
  db
    .updateTable('evaluation_dataset_records')
    .set({
      outputs: p('outputs'),
      expectations: p('expectations'),
      tags: p('tags'),
      last_update_time: p('last_update_time'),
      last_updated_by: p('last_updated_by'),
    })
    .where('dataset_record_id', '=', p('dataset_record_id')),
)

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
