import { type Client, type Env, ExperimentChoice, InvalidValueError, type RunRecord } from '@millrace/sdk'
import { userName } from '@millrace/sdk/user'
import { GIVEN, type Given } from './given-tags.ts'
import { paramsOf } from './loggable.ts'
import type { Resolved } from './parameters.ts'
import type { RunProjectOptions } from './run.ts'
import { leftOutText } from './sources/new-files.ts'
import type { Patch } from './sources/patch.ts'
import { LONGEST_TAG, TAG } from './tags.ts'

/** What is known of a run before it is there. */
export interface Beginning {
  /** Tags that say where its code comes from. */
  readonly origin: Readonly<Record<string, string>>
  readonly parameters: Resolved
  readonly given: Given
  readonly patch: Patch | undefined
  readonly report: (line: string) => void
}

/** Where a run goes, and what it is called. */
type RunPlace = Pick<
  RunProjectOptions,
  'experimentName' | 'experimentId' | 'runName' | 'runId' | 'parentRunId' | 'tags'
>

/**
 * Makes the run of a project, with all that is known of it; or goes on with one.
 * @throws MillraceError: what was made by then has failed
 */
export async function openRun(
  client: Client,
  options: RunProjectOptions,
  env: Env,
  { origin, parameters, given, patch, report }: Beginning,
): Promise<RunRecord> {
  const run = await openRunRecord(client, options, env, { ...origin, ...given.tags, ...leftOutTag(patch) })
  try {
    await client.runs.logBatch(run.runId, { params: paramsOf(parameters) })
    if (Object.keys(given.long).length > 0)
      await client.artifacts.write(run, GIVEN, JSON.stringify(given.long))
    if (patch) await keepPatch(client, run, patch, report)
    return run
  } catch (error) {
    await client.runs.update(run.runId, { status: 'failed', endTime: Date.now() }).catch(() => {})
    throw error
  }
}

/** Makes a run, or goes on with one, and nothing more. */
export async function openRunRecord(
  client: Client,
  options: RunPlace,
  env: Env,
  origin: Beginning['origin'],
): Promise<RunRecord> {
  const { runName, parentRunId = env.MLFLOW_RUN_ID, runId } = options
  const tags = {
    [TAG.user]: userName(env),
    [TAG.sourceType]: 'PROJECT',
    ...origin,
    ...(parentRunId && { [TAG.parent]: parentRunId }),
    ...(runName && { [TAG.runName]: runName }),
    ...options.tags,
  }
  if (runId !== undefined) {
    await client.runs.update(runId, { status: 'running', ...(runName && { name: runName }) })
    await client.runs.logBatch(runId, { tags })
    return client.runs.get(runId)
  }
  const experimentId = await experimentOf(client, options, env)
  return client.runs.create({ experimentId, ...(runName && { name: runName }), userId: userName(env), tags })
}

/** The experiment that is asked for, made if it is not there. */
export async function experimentOf(
  client: Client,
  { experimentName, experimentId }: RunPlace,
  env: Env,
): Promise<string> {
  if (experimentName !== undefined && experimentId !== undefined) {
    throw new InvalidValueError("Specify only one of 'experiment-name' or 'experiment-id' options.")
  }
  if (experimentId !== undefined) return experimentId
  const choice = new ExperimentChoice(client, env)
  return experimentName === undefined ? choice.current() : (await choice.choose(experimentName)).experimentId
}

/** Among a run's files: what was not committed. */
export const PATCH = 'source.patch'

async function keepPatch(
  client: Client,
  run: RunRecord,
  { bytes, leftOut }: Patch,
  report: (line: string) => void,
): Promise<void> {
  if (bytes !== undefined) {
    await client.artifacts.write(run, PATCH, bytes)
    report(`The project holds changes that are not committed; they are kept as ${PATCH}.`)
  }
  if (leftOut.length > 0) report(`Not committed, and not kept with the run: ${leftOutText(leftOut)}.`)
}

function leftOutTag(patch: Patch | undefined): Record<string, string> {
  if (!patch || patch.leftOut.length === 0) return {}
  return { [TAG.leftOut]: leftOutText(patch.leftOut).slice(0, LONGEST_TAG) }
}
