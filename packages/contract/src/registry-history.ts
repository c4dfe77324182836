import { endpoint } from './endpoint.ts'
import { type Int64, type Message, message } from './message.ts'

/** Which changes to show; each field that is given narrows them. */
export interface RegistryHistory {
  /** What the model was called before it got this name belongs to it. */
  name?: string
  version?: string
  alias?: string
  /** Milliseconds since 1970, or a date or time of ISO 8601. */
  since?: string
  until?: string
  max_results?: number
  page_token?: string
}
export const RegistryHistory: Message<RegistryHistory> = message('RegistryHistory', {
  name: { type: 'string' },
  version: { type: 'string' },
  alias: { type: 'string' },
  since: { type: 'string' },
  until: { type: 'string' },
  max_results: { type: 'int32', camel: 'maxResults' },
  page_token: { type: 'string', camel: 'pageToken' },
})

/** A change of a registered model or, where a version is named, of that version. */
export interface RegistryChange {
  timestamp: Int64
  /** Who asked for it, where the server knew. */
  user?: string
  name: string
  version?: string
  change: string
  /** The tag or alias that was changed. */
  key?: string
  from?: string
  to?: string
}

export interface RegistryHistoryResponse {
  /** The newest first. */
  changes?: RegistryChange[]
  next_page_token?: string
}

export const registryHistory = endpoint<RegistryHistory, RegistryHistoryResponse>({
  method: 'GET',
  path: '3.0/millrace/registered-models/history',
  request: RegistryHistory,
  ranges: { max_results: { min: 1, max: 1000 } },
  permission: { action: 'read', on: 'registered-model', by: ['name'] },
})

export interface AliasAt {
  name?: string
  alias?: string
  /** As in {@link RegistryHistory.since}; a date alone means its end, in UTC. */
  at?: string
}
export const AliasAt: Message<AliasAt> = message('AliasAt', {
  name: { type: 'string' },
  alias: { type: 'string' },
  at: { type: 'string' },
})

export interface AliasAtResponse {
  name: string
  alias: string
  at: Int64
  /** Absent where the alias named none. */
  version?: string
  /** When and by whom it was set so, where that is kept. */
  since?: Int64
  user?: string
  /** `recorded` by a change before; `inferred` from the first change after; `current` where no change is kept. */
  basis: 'recorded' | 'inferred' | 'current'
}

/** Which version an alias named at some time. */
export const aliasAt = endpoint<AliasAt, AliasAtResponse>({
  method: 'GET',
  path: '3.0/millrace/registered-models/alias-at',
  request: AliasAt,
  required: ['name', 'alias', 'at'],
  permission: { action: 'read', on: 'registered-model', by: ['name'] },
})
