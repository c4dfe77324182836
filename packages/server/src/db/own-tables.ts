import type { Generated } from 'kysely'
import type { WebhookTables } from './webhook-tables.ts'

/** Our own tables, beside MLflow's; any may be dropped while no server runs, and is made anew at the next start. */
export interface OwnTables extends WebhookTables {
  /** What was changed in the model registry; only ever added to. */
  millrace_registry_history: {
    id: Generated<number>
    at: number
    /** Who asked for it, where the server knew. */
    who: string | null
    /** The model's name at that time. */
    name: string
    version: number | null
    what: string
    /** The tag or alias that was changed. */
    subject: string | null
    was: string | null
    became: string | null
  }
}
