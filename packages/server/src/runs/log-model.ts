import { invalidParameter, type LogModel } from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { tagValue, upsertTag } from './queries.ts'
import { requireActiveRun } from './state.ts'

const HISTORY_TAG = 'mlflow.log-model.history'

/** What a run's history keeps of an MLmodel, flavours without their configurations. */
const KEPT = ['run_id', 'artifact_path', 'utc_time_created', 'model_uuid', 'flavors'] as const

export async function logModel(deps: Deps, input: LogModel): Promise<object> {
  const run_id = input.run_id ?? ''
  const entry = historyEntry(input.model_json ?? '')
  const experiment_id = await deps.writer.write(async (tx) => {
    const experiment = await requireActiveRun(tx, run_id)
    const before = await tx.first(tagValue, { run_id, key: HISTORY_TAG })
    const history = before?.value ? historyOf(before.value) : []
    await tx.insert(upsertTag, [{ run_id, key: HISTORY_TAG, value: JSON.stringify([...history, entry]) }])
    return experiment
  })
  deps.changes.touch(experiment_id, run_id)
  return {}
}

/** The tag is open to every client, so that anything may stand in it. */
function historyOf(text: string): unknown[] {
  const history = parsed(text)
  if (Array.isArray(history)) return history
  throw invalidParameter(`The tag '${HISTORY_TAG}' of the run is not a JSON list; delete it or mend it.`)
}

function historyEntry(text: string): Record<string, unknown> {
  const model = parsed(text)
  if (!isObject(model)) {
    throw invalidParameter(`Malformed model info. \n ${text.slice(0, 200)} \n is not valid JSON.`)
  }
  const missing = ['artifact_path', 'flavors', 'utc_time_created', 'run_id'].filter(
    (name) => !(name in model),
  )
  if (missing.length > 0) {
    throw invalidParameter(
      `Model json is missing mandatory fields: {${missing.map((name) => `'${name}'`).join(', ')}}`,
    )
  }
  const kept = Object.fromEntries(KEPT.map((name) => [name, model[name] ?? null]))
  return { ...kept, flavors: withoutConfigs(model.flavors) }
}

/** A configuration may be large, and only loading needs it. */
function withoutConfigs(flavors: unknown): Record<string, unknown> {
  if (!isObject(flavors)) throw invalidParameter("The 'flavors' of the model must be an object.")
  const entries = Object.entries(flavors).map(([name, flavor]) => {
    if (!isObject(flavor)) return [name, flavor]
    const { config: _, ...rest } = flavor
    return [name, rest]
  })
  return Object.fromEntries(entries)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
