import type * as wire from '@millrace/contract'
import type { ModelVersion, RegisteredModel, RegistryChange, Stage, TimeOrDay } from './registry-types.ts'
import { toDate, toRecord } from './wire.ts'

/** A time as the server reads it. */
export function timeText(time: TimeOrDay): string {
  return typeof time === 'string' ? time : time.toISOString()
}

/** A model of the wire under the names of this package. */
export function toRegisteredModel(model: wire.RegisteredModel = {}): RegisteredModel {
  return {
    name: model.name ?? '',
    description: model.description ?? '',
    creationTime: toDate(model.creation_timestamp),
    lastUpdateTime: toDate(model.last_updated_timestamp),
    tags: toRecord(model.tags),
    aliases: toRecord((model.aliases ?? []).map(({ alias, version }) => ({ key: alias, value: version }))),
    latestVersions: (model.latest_versions ?? []).map(toModelVersion),
  }
}

/** The same for a version. */
export function toModelVersion(version: wire.ModelVersion = {}): ModelVersion {
  return {
    name: version.name ?? '',
    version: version.version ?? '',
    description: version.description ?? '',
    source: version.source ?? '',
    runId: version.run_id || undefined,
    modelId: version.model_id || undefined,
    status: (version.status ?? 'READY').toLowerCase() as ModelVersion['status'],
    statusMessage: version.status_message || undefined,
    stage: (version.current_stage as Stage | undefined) ?? 'None',
    creationTime: toDate(version.creation_timestamp),
    lastUpdateTime: toDate(version.last_updated_timestamp),
    userId: version.user_id || undefined,
    runLink: version.run_link || undefined,
    tags: toRecord(version.tags),
    aliases: version.aliases ?? [],
  }
}

/** The same for a change. */
export function toChange({
  timestamp,
  user,
  name,
  version,
  change,
  key,
  from,
  to,
}: wire.RegistryChange): RegistryChange {
  return { time: new Date(Number(timestamp)), user, name, version, change, key, from, to }
}
