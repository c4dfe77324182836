import type { Executor, Writer } from '../db/executor.ts'
import { keyOf, type NamedEvent } from './events.ts'
import { activeHooks, eventsOf, type HookRow } from './queries.ts'
import { toEvents } from './rows.ts'

const NOBODY: readonly string[] = []

/**
 * Who listens to what, in memory: announcing costs nothing while nobody does. Known anew after each change here, and every
 * second for the changes made by others.
 */
export class Listeners {
  readonly #writer: Writer
  #hooks: ReadonlyMap<string, HookRow> = new Map()
  #ids: ReadonlyMap<string, readonly string[]> = new Map()
  #loads = 0

  constructor(writer: Writer) {
    this.#writer = writer
  }

  /** The ids of the webhooks that are told of this event. */
  to(event: NamedEvent): readonly string[] {
    return this.#ids.size === 0 ? NOBODY : (this.#ids.get(keyOf(event)) ?? NOBODY)
  }

  /** A webhook that listens to anything. */
  get(webhook_id: string): HookRow | undefined {
    return this.#hooks.get(webhook_id)
  }

  /**
   * Reads from where is written: a read replica may not know a webhook yet that is to be told. Of several at once the one
   * that began last counts.
   */
  async reload(): Promise<void> {
    this.#loads += 1
    const load = this.#loads
    const { hooks, events } = await this.#writer.write(readAll)
    if (load !== this.#loads) return
    this.#hooks = hooks
    this.#ids = events
  }
}

interface Loaded {
  readonly hooks: ReadonlyMap<string, HookRow>
  readonly events: ReadonlyMap<string, readonly string[]>
}

async function readAll(db: Executor): Promise<Loaded> {
  const rows = await db.all(activeHooks, {})
  const byId = Map.groupBy(await eventsOf(db, rows.map(idOf)), idOf)
  const events = new Map<string, string[]>()
  for (const [id, own] of byId) {
    for (const event of toEvents(own, 'all')) {
      const key = keyOf(event)
      events.set(key, [...(events.get(key) ?? []), id])
    }
  }
  return { hooks: new Map(rows.map((row) => [row.webhook_id, row])), events }
}

function idOf({ webhook_id }: { webhook_id: string }): string {
  return webhook_id
}
