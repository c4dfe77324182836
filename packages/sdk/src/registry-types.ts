import type * as wire from '@millrace/contract'
import type { PageOptions } from './pages.ts'
import type { Lower, Texts } from './wire.ts'

/** A model under a name that versions share. */
export interface RegisteredModel {
  readonly name: string
  readonly description: string
  readonly creationTime: Date | undefined
  readonly lastUpdateTime: Date | undefined
  readonly tags: Texts
  /** Which version each alias names. */
  readonly aliases: Texts
  readonly latestVersions: readonly ModelVersion[]
}

/** Where a version stands in the old scheme of stages; aliases have taken its place. */
export type Stage = 'None' | 'Staging' | 'Production' | 'Archived'

/** One version of a registered model. */
export interface ModelVersion {
  readonly name: string
  /** A whole number, as text. */
  readonly version: string
  readonly description: string
  /** Where its files are. */
  readonly source: string
  readonly runId: string | undefined
  readonly modelId: string | undefined
  readonly status: Lower<wire.ModelVersionStatus>
  readonly statusMessage: string | undefined
  readonly stage: Stage
  readonly creationTime: Date | undefined
  readonly lastUpdateTime: Date | undefined
  readonly userId: string | undefined
  readonly runLink: string | undefined
  readonly tags: Texts
  readonly aliases: readonly string[]
}

/** What a new registered model may be given. */
export interface NewRegisteredModel {
  readonly name: string
  readonly description?: string
  readonly tags?: Texts
}

/** What a new version may be given. */
export interface NewModelVersion {
  readonly name: string
  /** Where its files are: a run's or a logged model's artifact URI, `models:/<model id>`, or any other. */
  readonly source: string
  readonly runId?: string
  readonly modelId?: string
  readonly description?: string
  readonly runLink?: string
  readonly tags?: Texts
}

/** Which registered models, or versions, to look for. */
export interface RegistrySearch extends PageOptions {
  /** @example "name LIKE 'churn%'" */
  readonly filter?: string
  readonly orderBy?: readonly string[]
}

/** A time, or a text as the server reads it: a date alone (`2026-03-03`) is the whole day, in UTC. */
export type TimeOrDay = Date | string

/** Which changes of the registry to look for; each field narrows them. */
export interface RegistryHistorySearch extends PageOptions {
  readonly name?: string | undefined
  readonly version?: string | undefined
  readonly alias?: string | undefined
  readonly since?: TimeOrDay | undefined
  readonly until?: TimeOrDay | undefined
}

/** A change of a registered model, or of a version. */
export interface RegistryChange {
  readonly time: Date
  readonly user: string | undefined
  readonly name: string
  readonly version: string | undefined
  readonly change: string
  /** The tag or alias that was changed. */
  readonly key: string | undefined
  readonly from: string | undefined
  readonly to: string | undefined
}

/** Which version an alias named at some time, and how that is known. */
export interface AliasAt {
  /** Undefined where the alias named none. */
  readonly version: string | undefined
  readonly since: Date | undefined
  readonly user: string | undefined
  readonly basis: 'recorded' | 'inferred' | 'current'
}
