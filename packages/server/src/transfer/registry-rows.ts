import type { ModelVersion, RegisteredModel } from '@millrace/contract'
import type { Rows } from './bundle.ts'

export function rowsOfModel(model: RegisteredModel): Rows {
  const name = model.name ?? ''
  return {
    registered_models: [
      {
        name,
        creation_time: model.creation_timestamp ?? null,
        last_updated_time: model.last_updated_timestamp ?? null,
        description: model.description ?? '',
      },
    ],
    registered_model_tags: (model.tags ?? []).map(({ key = '', value = '' }) => ({ name, key, value })),
    registered_model_aliases: (model.aliases ?? []).map(({ alias = '', version = 0 }) => ({
      name,
      alias,
      version: Number(version),
    })),
  }
}

export function rowsOfVersion(given: ModelVersion, storage_location: string | undefined): Rows {
  const [name, version] = [given.name ?? '', Number(given.version)]
  return {
    model_versions: [
      {
        name,
        version,
        creation_time: given.creation_timestamp ?? null,
        last_updated_time: given.last_updated_timestamp ?? null,
        description: given.description ?? '',
        user_id: given.user_id || null,
        current_stage: given.current_stage || 'None',
        source: given.source ?? '',
        run_id: given.run_id ?? '',
        run_link: given.run_link ?? '',
        status: given.status ?? 'READY',
        status_message: given.status_message || null,
        storage_location: storage_location || null,
      },
    ],
    model_version_tags: (given.tags ?? []).map(({ key = '', value = '' }) => ({ name, version, key, value })),
  }
}
