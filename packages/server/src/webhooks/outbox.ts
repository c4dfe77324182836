import { sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { insertion } from '../db/insertion.ts'
import { statement } from '../db/statement.ts'

/** An event on its way to one webhook. */
export interface Parcel {
  readonly id: number
  readonly delivery_id: string
  readonly webhook_id: string
  readonly entity: string
  readonly action: string
  readonly body: string
  readonly attempts: number
  readonly due_time: number
}

export type DeliveryOutcome = 'DELIVERED' | 'WILL_RETRY' | 'GIVEN_UP'

/** An attempt that is over. */
export interface Delivery {
  readonly webhook_id: string
  readonly delivery_id: string
  readonly entity: string
  readonly action: string
  readonly attempt: number
  readonly outcome: DeliveryOutcome
  readonly sent_time: number
  readonly duration_ms: number
  readonly response_status: number | null
  readonly error_message: string | null
}

export const anyDue = statement<{ now: number }>()((db, p) =>
  db.selectFrom('millrace_webhook_outbox').select('id').where('due_time', '<=', p('now')).limit(1),
)

interface Claim {
  readonly now: number
  /** Until when nobody else takes them. */
  readonly until: number
  readonly limit: number
  /** Webhooks that have enough in hand. */
  readonly except: readonly string[]
}

/** Takes the parcels that are due. A server that dies leaves them to others when its claim ends. */
export async function claimParcels(tx: Executor, { now, until, limit, except }: Claim): Promise<Parcel[]> {
  const { builder, dialect } = tx
  const due = builder
    .selectFrom('millrace_webhook_outbox')
    .select(['id', 'delivery_id', 'webhook_id', 'entity', 'action', 'body', 'attempts'])
    .where('due_time', '<=', now)
    .orderBy('due_time')
    .orderBy('id')
    .limit(sql.lit(limit))
    .modifyEnd(dialect.skipLocked)
  const rows = await tx.query(except.length > 0 ? due.where('webhook_id', 'not in', except) : due)
  if (rows.length === 0) return []
  await tx.query(
    builder.updateTable('millrace_webhook_outbox').set({ due_time: until }).where('id', 'in', idsOf(rows)),
  )
  return rows.map((row) => ({ ...row, due_time: until }))
}

export async function deleteParcels(tx: Executor, parcels: readonly Parcel[]): Promise<void> {
  if (parcels.length === 0) return
  await tx.query(
    tx.builder
      .deleteFrom('millrace_webhook_outbox')
      .where('delivery_id', 'in', deliveriesOf(parcels))
      .where('id', 'in', idsOf(parcels)),
  )
}

interface Older {
  readonly before: number
  readonly now: number
  readonly limit: number
}

/** Takes out what is older and in nobody's hands. No index has the times: each event would pay for it, and few wait. */
export async function takeOlder(tx: Executor, { before, now, limit }: Older): Promise<Parcel[]> {
  const parcels = await tx.query(
    tx.builder
      .selectFrom('millrace_webhook_outbox')
      .select(['id', 'delivery_id', 'webhook_id', 'entity', 'action', 'body', 'attempts', 'due_time'])
      .where('created_time', '<', before)
      .where('due_time', '<=', now)
      .orderBy('id')
      .limit(sql.lit(limit))
      .modifyEnd(tx.dialect.skipLocked),
  )
  await deleteParcels(tx, parcels)
  return parcels
}

/** Gives back what was not sent, unless the claim ended and somebody else has it. */
export async function releaseParcels(tx: Executor, parcels: readonly Parcel[], now: number): Promise<void> {
  for (const [claimed, some] of Map.groupBy(parcels, ({ due_time }) => due_time)) {
    await tx.query(
      tx.builder
        .updateTable('millrace_webhook_outbox')
        .set({ due_time: now })
        .where('id', 'in', idsOf(some))
        .where('due_time', '=', claimed),
    )
  }
}

export const postpone = statement<{ id: number; delivery_id: string; attempts: number; due_time: number }>()(
  (db, p) =>
    db
      .updateTable('millrace_webhook_outbox')
      .set({ attempts: p('attempts'), due_time: p('due_time') })
      .where('id', '=', p('id'))
      .where('delivery_id', '=', p('delivery_id')),
)

export const logDelivery = insertion<Delivery>()('millrace_webhook_deliveries', {
  columns: {
    webhook_id: 'webhook_id',
    delivery_id: 'delivery_id',
    entity: 'entity',
    action: 'action',
    attempt: 'attempt',
    outcome: 'outcome',
    sent_time: 'sent_time',
    duration_ms: 'duration_ms',
    response_status: 'response_status',
    error_message: 'error_message',
  },
})

/** Keeps the newest of the log. */
export async function trimLog(tx: Executor, keep: number): Promise<void> {
  const [row] = await tx.query(
    tx.builder.selectFrom('millrace_webhook_deliveries').select((of) => of.fn.max('id').as('newest')),
  )
  if (row?.newest == null) return
  await tx.query(
    tx.builder.deleteFrom('millrace_webhook_deliveries').where('id', '<=', Number(row.newest) - keep),
  )
}

function idsOf(parcels: readonly Pick<Parcel, 'id'>[]): number[] {
  return parcels.map(({ id }) => id)
}

/** SQLite gives the id of a deleted row again: another parcel may have it by now. */
function deliveriesOf(parcels: readonly Pick<Parcel, 'delivery_id'>[]): string[] {
  return parcels.map(({ delivery_id }) => delivery_id)
}
