import { invalidParameter, type LogModel } from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { tagValue, upsertTag } from './queries.ts'
import { requireActiveRun } from './state.ts'

const HISTORY_TAG = 'mlflow.log-model.history'

/** What a run's history keeps of an MLmodel; the flavours lose what only loading needs. */
const KEPT = ['run_id', 'artifact_path', 'utc_time_created', 'model_uuid', 'flavors'] as const

export async function logModel(deps: Deps, input: LogModel): Promise<object> {
  const run_id = input.run_id ?? ''
  const entry = historyEntry(input.model_json ?? '')
  const experiment_id = await deps.writer.write(async (tx) => {
    const experiment = await requireActiveRun(tx, run_id)
    const before = await tx.first(tagValue, { run_id, key: HISTORY_TAG })
    const history = before?.value ? (JSON.parse(before.value) as unknown[]) : []
    await tx.insert(upsertTag, [{ run_id, key: HISTORY_TAG, value: JSON.stringify([...history, entry]) }])
    return experiment
  })
  deps.changes.touch(experiment_id, run_id)
  return {}
}

function historyEntry(text: string): Record<string, unknown> {
  const model = parsed(text)
  const missing = ['artifact_path', 'flavors', 'utc_time_created', 'run_id'].filter(
    (name) => !(name in model),
  )
  if (missing.length > 0) {
    throw invalidParameter(
      `Model json is missing mandatory fields: {${missing.map((name) => `'${name}'`).join(', ')}}`,
    )
  }
  return Object.fromEntries(KEPT.map((name) => [name, model[name] ?? null]))
}

function parsed(text: string): Record<string, unknown> {
  try {
    const model: unknown = JSON.parse(text)
    if (typeof model === 'object' && model !== null && !Array.isArray(model))
      return model as Record<string, unknown>
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw invalidParameter(`Malformed model info. \n ${text.slice(0, 200)} \n is not valid JSON.`)
}
