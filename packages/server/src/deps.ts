import type { ArtifactRepository } from '@millrace/artifacts'
import type { Logger } from 'pino'
import type { Changes } from './changes.ts'
import type { Database } from './db/open.ts'
import type { LocationRules } from './experiments/location.ts'
import type { Webhooks } from './webhooks/webhooks.ts'

type Queries = Pick<Database, 'db' | 'gather' | 'writer' | 'longReads'>

/** What verbs need from outside; their first argument. */
export interface Deps extends Queries {
  /** Where models, prompts and webhooks are kept: the same as the rest, or a database of its own. */
  readonly registry: Queries
  readonly changes: Changes
  readonly webhooks: Webhooks
  /** Who is calling, where a proxy said so (--user-header). */
  readonly user?: string
  /** Where experiments without a location of their own keep artifacts; `mlflow-artifacts:/` when the server passes bytes on. */
  readonly artifactRoot: string
  /** What locations of their own experiments may have. */
  readonly locations: LocationRules
  /** The repository behind `mlflow-artifacts:`; undefined with --no-serve-artifacts. */
  readonly proxied: ArtifactRepository | undefined
  /** How long an address of a store is good for, unless the client says. */
  readonly presignedSeconds: number
  /** Cut over-long params and tags (MLFLOW_TRUNCATE_LONG_VALUES) or refuse them. */
  readonly truncateLongValues: boolean
  /** Whether callers may delete for good (--enable-permanent-delete). */
  readonly permanentDelete: boolean
  /** Milliseconds since 1970. */
  readonly clock: () => number
  /** 32 hexadecimal digits, never the same. */
  readonly newId: () => string
  readonly log: Logger
}
