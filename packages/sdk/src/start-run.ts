import { platform } from '#platform'
import type { Client } from './client.ts'
import { type Loggable, textOf } from './content/text.ts'
import { InvalidValueError } from './errors.ts'
import type { Env } from './options.ts'
import type { NewRun, RunRecord } from './runs.ts'
import type { Texts } from './wire.ts'

/** What a run is started with. */
export interface RunOptions {
  /** Made up by the server if not given. */
  readonly name?: string
  /** Allows it within an active run, whose child it then is. */
  readonly nested?: boolean
  /** The run whose child it is. */
  readonly parentRunId?: string
  /** An earlier run to go on with; otherwise `MLFLOW_RUN_ID`, once. */
  readonly runId?: string
  readonly experimentId?: string
  readonly description?: string
  readonly tags?: Readonly<Record<string, Loggable>>
  /** Whether it logs how busy the machine is. */
  readonly systemMetrics?: boolean
}

/** The tag that names the run whose child a run is. */
export const PARENT_TAG = 'mlflow.parentRunId'

const TAG = {
  name: 'mlflow.runName',
  note: 'mlflow.note.content',
  parent: PARENT_TAG,
  user: 'mlflow.user',
} as const

/** Programs that MLflow starts are told their run; only the first one they open is that. */
const resumed = new Set<string>()

/** What a tracker makes of the options of a run. */
interface OpenOptions extends RunOptions {
  readonly experimentId: string
  /** Tags for a new run, not for one to go on with. */
  readonly mark: Texts
}

/** A new run, or one to go on with, of which the server knows. */
export async function openRun(client: Client, env: Env, options: OpenOptions): Promise<RunRecord> {
  const told = env.MLFLOW_RUN_ID && !resumed.has(env.MLFLOW_RUN_ID) ? env.MLFLOW_RUN_ID : undefined
  const runId = options.runId ?? told
  if (runId !== undefined) {
    if (runId === told) resumed.add(runId)
    return resume(client, runId, options)
  }
  return create(client, options)
}

async function resume(client: Client, runId: string, options: RunOptions): Promise<RunRecord> {
  const run = await client.runs.get(runId)
  if (run.lifecycleStage === 'deleted')
    throw new InvalidValueError(`The run ${runId} is deleted: restore it first.`)
  const name = options.name === undefined ? {} : { name: options.name }
  await client.runs.update(runId, { status: 'running', ...name })
  const tags = ownTags(options)
  if (Object.keys(tags).length > 0) await client.runs.logBatch(runId, { tags })
  return { ...run, ...name }
}

async function create(client: Client, { experimentId, mark, ...options }: OpenOptions): Promise<RunRecord> {
  const { tags, ...fields } = await runFields(options)
  return client.runs.create({ ...fields, experimentId, tags: { ...tags, ...mark } })
}

/** What a new run is begun with, wherever it belongs. */
export async function runFields(options: RunOptions): Promise<Omit<NewRun, 'experimentId'>> {
  const { parentRunId } = options
  const context = await platform.contextTags()
  return {
    ...(options.name !== undefined && { name: options.name }),
    ...(context[TAG.user] !== undefined && { userId: context[TAG.user] }),
    startTime: Date.now(),
    tags: {
      ...context,
      ...(parentRunId !== undefined && { [TAG.parent]: parentRunId }),
      ...(options.name !== undefined && { [TAG.name]: options.name }),
      ...ownTags(options),
    },
  }
}

function ownTags({ tags = {}, description }: RunOptions): Texts {
  if (description !== undefined && TAG.note in tags) {
    throw new InvalidValueError(`The description is in the tag ${TAG.note} already: give it once.`)
  }
  const texts = Object.entries(tags).map(([key, value]) => [key, textOf(value)])
  return { ...Object.fromEntries(texts), ...(description !== undefined && { [TAG.note]: description }) }
}
