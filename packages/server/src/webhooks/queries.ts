import { sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { insertion } from '../db/insertion.ts'
import { statement } from '../db/statement.ts'

/** MLflow's mark of a deleted webhook is the time of it; this one hides from MLflow those that have none of its events. */
export const HIDDEN_FROM_MLFLOW = 0

/** A row of MLflow's table. */
export interface HookRow {
  webhook_id: string
  name: string
  description: string | null
  url: string
  status: string
  secret: string | null
  creation_timestamp: number | null
  last_updated_timestamp: number | null
  deleted_timestamp: number | null
}

export interface EventRow {
  webhook_id: string
  entity: string
  action: string
}

export const hookById = statement<{ webhook_id: string }>()((db, p) =>
  db
    .selectFrom('webhooks')
    .selectAll()
    .where('webhook_id', '=', p('webhook_id'))
    .where('workspace', '=', 'default'),
)

/** Those that are to be told of events. */
export const activeHooks = statement<object>()((db) =>
  db
    .selectFrom('webhooks')
    .selectAll()
    .where('status', '=', 'ACTIVE')
    .where('workspace', '=', 'default')
    .where((where) => where.or([where('deleted_timestamp', 'is', null), where('deleted_timestamp', '=', 0)])),
)

interface Page {
  readonly includeHidden: boolean
  readonly limit: number
  readonly offset: number
}

/** Newest first. */
export async function hooksPage(db: Executor, { includeHidden, limit, offset }: Page): Promise<HookRow[]> {
  return db.query(
    db.builder
      .selectFrom('webhooks')
      .selectAll()
      .where('workspace', '=', 'default')
      .where((where) =>
        where.or([
          where('deleted_timestamp', 'is', null),
          ...(includeHidden ? [where('deleted_timestamp', '=', HIDDEN_FROM_MLFLOW)] : []),
        ]),
      )
      .orderBy('creation_timestamp', 'desc')
      .orderBy('webhook_id', 'desc')
      .limit(sql.lit(limit))
      .offset(sql.lit(offset)),
  )
}

/** The events of some webhooks, of both kinds. */
export async function eventsOf(db: Executor, ids: readonly string[]): Promise<EventRow[]> {
  if (ids.length === 0) return []
  const from = (table: 'webhook_events' | 'millrace_webhook_events') =>
    db.query(db.builder.selectFrom(table).selectAll().where('webhook_id', 'in', ids))
  return [...(await from('webhook_events')), ...(await from('millrace_webhook_events'))]
}

export const insertHook = insertion<HookRow>()('webhooks', {
  columns: {
    webhook_id: 'webhook_id',
    name: 'name',
    description: 'description',
    url: 'url',
    status: 'status',
    secret: 'secret',
    creation_timestamp: 'creation_timestamp',
    last_updated_timestamp: 'last_updated_timestamp',
    deleted_timestamp: 'deleted_timestamp',
  },
  fixed: { workspace: 'default' },
})

type Changeable = Omit<HookRow, 'creation_timestamp'>

export const updateHookRow = statement<Changeable>()((db, p) =>
  db
    .updateTable('webhooks')
    .set({
      name: p('name'),
      description: p('description'),
      url: p('url'),
      status: p('status'),
      secret: p('secret'),
      last_updated_timestamp: p('last_updated_timestamp'),
      deleted_timestamp: p('deleted_timestamp'),
    })
    .where('webhook_id', '=', p('webhook_id')),
)

const eventColumns = { webhook_id: 'webhook_id', entity: 'entity', action: 'action' } as const

export const insertEvent = insertion<EventRow>()('webhook_events', { columns: eventColumns })

export const insertOwnEvent = insertion<EventRow>()('millrace_webhook_events', { columns: eventColumns })

export const deleteEvents = statement<{ webhook_id: string }>()((db, p) =>
  db.deleteFrom('webhook_events').where('webhook_id', '=', p('webhook_id')),
)

export const deleteOwnEvents = statement<{ webhook_id: string }>()((db, p) =>
  db.deleteFrom('millrace_webhook_events').where('webhook_id', '=', p('webhook_id')),
)
