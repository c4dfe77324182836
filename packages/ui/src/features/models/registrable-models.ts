import type { LoggedModel, Run, SearchLoggedModelsResponse } from '@millrace/contract'
import { queryOptions } from '@tanstack/react-query'
import { post } from '../../api/client.ts'
import { runKey } from '../runs/get-run.ts'
import { tagOf } from '../runs/nest-runs.ts'
import { runIdOf } from '../runs/search-runs.ts'

/** A model that a run has logged, and what to register it by. */
export interface RegistrableModel {
  label: string
  source: string
  model_id?: string
}

const MAX_SHOWN = 50

export const loggedModelsQuery = (experimentId: string, runId: string) =>
  queryOptions({
    queryKey: [...runKey(runId), 'logged-models'],
    queryFn: async ({ signal }) => {
      const question = {
        experiment_ids: [experimentId],
        filter: `source_run_id = '${runId}'`,
        max_results: MAX_SHOWN,
      }
      return (await post<SearchLoggedModelsResponse>('logged-models/search', question, signal)).models ?? []
    },
  })

export function registrableModels(run: Run, logged: LoggedModel[]): RegistrableModel[] {
  if (logged.length === 0) return modelsInArtifacts(run)
  return logged.map(({ info: { model_id = '', name = '' } = {} }) => ({
    label: name || model_id,
    source: `models:/${model_id}`,
    model_id,
  }))
}

/** Where clients before MLflow 3 tell which folders of a run's artifacts are models. */
const HISTORY_TAG = 'mlflow.log-model.history'

function modelsInArtifacts(run: Run): RegistrableModel[] {
  const paths = readHistory(tagOf(run, HISTORY_TAG)).map(({ artifact_path }) => artifact_path)
  const root = run.info?.artifact_uri ?? `runs:/${runIdOf(run)}`
  return [...new Set(paths)]
    .filter((path): path is string => typeof path === 'string')
    .map((path) => ({ label: path, source: `${root}/${path}` }))
}

function readHistory(text: string | undefined): { artifact_path?: unknown }[] {
  try {
    const history: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(history) ? history : []
  } catch {
    return []
  }
}
