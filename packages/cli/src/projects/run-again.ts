import type { MetricDifference, ReproduceOptions, RunProjectOptions } from '@millrace/projects'
import { ExitError } from '../exit-error.ts'
import { table } from '../output/table.ts'
import { listenForKill } from './on-kill.ts'

interface AgainFlags {
  readonly tolerance: number
  readonly metrics?: string
  readonly json?: boolean
}

/** Runs a run again and prints how its metrics differ. @throws ExitError 1 where one is further off than allowed */
export async function runAgain(
  runId: string,
  options: RunProjectOptions,
  { tolerance, metrics, json }: AgainFlags,
): Promise<void> {
  const projects = await import('@millrace/projects')
  const killing = listenForKill()
  const { run, wait } = await projects.reproduce({
    ...sameAs(options),
    signal: killing.signal,
    ...{ runId, tolerance, metrics: metrics?.split(',').map((key) => key.trim()) },
  })
  killing.does(() => run.cancel())
  const { end, differences } = await wait()
  killing.stopListening()
  if (json) console.log(asJson(run.runId, end.status, differences))
  if (end.status !== 'finished') {
    const why = end.reason === undefined ? '' : ` ${end.reason}`
    throw new ExitError(`=== Run (ID '${run.runId}') ${end.status} ===${why}`, end.exitCode || 1)
  }
  if (!json) print(differences)
  judge(run.runId, differences)
}

/** What may be other than it was then; the rest is the run's. */
function sameAs(options: RunProjectOptions): Omit<ReproduceOptions, 'runId'> {
  const { backend, backendConfig, docker, envManager, experimentId, experimentName } = options
  const { onOutput, report, runName, storageDir, trackingUri } = options
  const given = {
    backend,
    backendConfig,
    docker,
    envManager,
    experimentId,
    experimentName,
    runName,
    storageDir,
  }
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    ...{ onOutput, report, trackingUri },
  }
}

function asJson(run_id: string, status: string, metrics: readonly MetricDifference[]): string {
  return JSON.stringify({ run_id, status: status.toUpperCase(), metrics })
}

function print(differences: readonly MetricDifference[]): void {
  const text = (value: number | undefined) => (value === undefined ? '-' : String(value))
  console.log(
    table(
      ['Metric', 'Before', 'Now', 'Difference', 'Holds'],
      differences.map(({ key, before, after, difference, holds }) => [
        ...[key, text(before), text(after), text(difference), holds ? 'yes' : 'NO'],
      ]),
    ),
  )
}

/** @throws ExitError unless all hold */
function judge(runId: string, differences: readonly MetricDifference[]): void {
  const off = differences.filter(({ holds }) => !holds)
  const head = `=== Run (ID '${runId}')`
  if (differences.length === 0) {
    throw new ExitError(`${head} finished, but there is no metric to compare: nothing is shown by it. ===`)
  }
  if (off.length > 0)
    throw new ExitError(`${head} differs: ${off.length} of ${differences.length} metrics. ===`)
  console.error(`${head} holds: ${differences.length} metrics are as they were. ===`)
}
