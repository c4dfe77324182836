import { schemeOf } from '@millrace/artifacts'
import type { Bundle, Row, Rows } from './bundle.ts'
import { TRACE_LOCATION } from './tables.ts'

/** Moves artifacts of whatever place behind `mlflow-artifacts:`, in the tables; the bytes follow. */
export class Relocation {
  readonly #roots = new Map<string, string>()

  /** The bundle as it is when its artifacts are moved; experiments come before what is in them. */
  move(bundle: Bundle): Bundle {
    const { rows } = bundle
    const moved: Rows = {
      ...rows,
      ...(rows.experiments && { experiments: rows.experiments.map((row) => this.#experiment(row)) }),
      ...(rows.runs && {
        runs: rows.runs.map((row) => ({
          ...row,
          artifact_uri: this.#under(row.artifact_uri, runFolder(row)),
        })),
      }),
      ...(rows.logged_models && {
        logged_models: rows.logged_models.map((row) => ({
          ...row,
          artifact_location: this.#under(row.artifact_location, modelFolder(row)) ?? '',
        })),
      }),
      ...(rows.trace_tags && { trace_tags: rows.trace_tags.map((row) => this.#traceTag(row)) }),
      ...(rows.model_versions && {
        model_versions: rows.model_versions.map((row) => ({
          ...row,
          source: this.#under(row.source),
          storage_location: this.#under(row.storage_location),
        })),
      }),
    }
    return { ...bundle, rows: moved }
  }

  #experiment(row: Row<'experiments'>): Row<'experiments'> {
    const location = row.artifact_location?.replace(/\/+$/, '')
    if (!location || isServed(location)) return row
    const artifact_location = `mlflow-artifacts:/${row.experiment_id}`
    this.#roots.set(location, artifact_location)
    return { ...row, artifact_location }
  }

  #traceTag(row: Row<'trace_tags'>): Row<'trace_tags'> {
    return row.key === TRACE_LOCATION ? { ...row, value: this.#under(row.value) } : row
  }

  /** Below an experiment's place it keeps its path; elsewhere it goes where a new one would be. */
  #under<T extends string | null | undefined>(uri: T, otherwise?: string): T | string {
    if (!uri || isServed(uri)) return uri
    for (let end = uri.length; end > 0; end = uri.lastIndexOf('/', end - 1)) {
      const root = this.#roots.get(uri.slice(0, end))
      if (root !== undefined) return root + uri.slice(end)
    }
    return otherwise ?? uri
  }
}

function isServed(uri: string): boolean {
  return schemeOf(uri) === 'mlflow-artifacts'
}

function runFolder({ experiment_id, run_uuid }: Row<'runs'>): string {
  return `mlflow-artifacts:/${experiment_id}/${run_uuid}/artifacts`
}

function modelFolder({ experiment_id, model_id }: Row<'logged_models'>): string {
  return `mlflow-artifacts:/${experiment_id}/models/${model_id}/artifacts`
}
