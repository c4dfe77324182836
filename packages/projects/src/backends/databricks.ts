import { MLFLOW_VERSION } from '@millrace/contract/mlflow-version'
import { InvalidValueError } from '@millrace/sdk'
import type { Backend, CheckRequest, LaunchRequest, OutputChunk, RunEnd } from './backend.ts'
import { uploadProject } from './databricks-files.ts'
import { type JobOutput, type JobRun, Workspace } from './databricks-workspace.ts'
import { type Job, PolledRun, type Standing } from './polled-run.ts'

const POLL_MS = 10_000

/** The one that is put on the cluster, where the configuration names none. */
const MLFLOW = `mlflow==${MLFLOW_VERSION}`

/** Unpacks the project on the cluster, and has MLflow run it there as part of the run that is already. */
const SCRIPT = `set -e
export PATH="$PATH:$DB_HOME/python/bin"
tarball=$1
shift
folder=$(mktemp -d)
tar --no-same-owner -xzf "$tarball" -C "$folder"
exec mlflow run "$folder" "$@"
`

/** A job of a Databricks workspace, on a cluster that it makes. */
export const backend: Backend = {
  name: 'databricks',

  async check({ project, config, env }) {
    clusterOf(config)
    if (project.environment.kind === 'docker' || project.environment.kind === 'node') {
      throw new InvalidValueError(
        `The backend databricks runs projects by the MLflow of its clusters, and that runs no ${project.environment.kind}_env there.`,
      )
    }
    await new Workspace(workspaceUri(env.MLFLOW_TRACKING_URI), env).close()
  },

  async launch(request) {
    const { client, run, report, env, signal, variables } = request
    const tracking = variables.MLFLOW_TRACKING_URI ?? ''
    if (!/^(databricks|https?:)/i.test(tracking)) {
      throw new InvalidValueError(
        `A cluster of Databricks cannot reach the tracking store '${withoutPassword(tracking)}': use 'databricks', 'databricks://profile', or the address of a server that it can reach.`,
      )
    }
    const workspace = new Workspace(workspaceUri(tracking), env)
    const path = await uploadProject(workspace, request)
    const id = await workspace.submit(jobOf(request, path))
    report(`=== Launched MLflow run as Databricks job run with ID ${id}. ===`)
    const job = databricksJob(id, workspace, report)
    if (signal.aborted) await job.stop()
    const { run_page_url } = await workspace.look(id).catch((): JobRun => ({}))
    if (run_page_url) report(`=== Check the run's status at ${run_page_url} ===`)
    await client.runs.logBatch(run.runId, {
      tags: {
        ...(run_page_url && { 'mlflow.databricks.runURL': run_page_url }),
        'mlflow.databricks.shellJobRunID': id,
        'mlflow.databricks.webappURL': workspace.address,
      },
    })
    return new PolledRun(job)
  },
}

/** The workspace is the tracking server's, or the one that the usual variables or profile name. */
function workspaceUri(tracking: string | undefined): string {
  return tracking !== undefined && /^databricks/i.test(tracking) ? tracking : 'databricks'
}

function withoutPassword(uri: string): string {
  return uri.replace(/\/\/[^/@]*@/, '//')
}

interface ClusterSpec {
  readonly cluster: Readonly<Record<string, unknown>>
  readonly libraries: readonly unknown[]
}

/** As MLflow reads it: `new_cluster` and `libraries`, or what would be in `new_cluster`. A cluster that is there already is ours. */
function clusterOf(config: CheckRequest['config']): ClusterSpec {
  if (Object.keys(config).length === 0) {
    throw new InvalidValueError(
      'The backend databricks needs --backend-config: a JSON file, or its text, with the "new_cluster" of Databricks\' Jobs API and, if need be, "libraries".',
    )
  }
  const { new_cluster, existing_cluster_id, libraries = [], ...others } = config
  if (!Array.isArray(libraries)) {
    throw new InvalidValueError(
      '"libraries" of the backend databricks must be a list of libraries, as {"pypi": {"package": "…"}}.',
    )
  }
  if (new_cluster === undefined && existing_cluster_id === undefined) {
    return { cluster: { new_cluster: others }, libraries }
  }
  const unknown = Object.keys(others)
  if (unknown.length > 0) {
    throw new InvalidValueError(
      `The backend databricks has no setting '${unknown[0]}'. It has: new_cluster, existing_cluster_id, libraries.`,
    )
  }
  return { cluster: new_cluster === undefined ? { existing_cluster_id } : { new_cluster }, libraries }
}

function jobOf({ config, run, entryPoint, parameters, variables, project }: LaunchRequest, path: string) {
  const { cluster, libraries } = clusterOf(config)
  const given = Object.entries(parameters).flatMap(([name, value]) => ['-P', `${name}=${value}`])
  const existing = JSON.stringify({ _mlflow_local_backend_run_id: run.runId })
  return {
    run_name: `MLflow Run for ${project.name ?? project.folder}`,
    ...cluster,
    shell_command_task: {
      // Arguments of the script, so that nothing in them is a shell's.
      command: [
        'bash',
        '-c',
        SCRIPT,
        'bash',
        `/dbfs${path}`,
        '--entry-point',
        entryPoint,
        '-c',
        existing,
        ...given,
      ],
      env_vars: {
        MLFLOW_TRACKING_URI: variables.MLFLOW_TRACKING_URI,
        MLFLOW_EXPERIMENT_ID: run.experimentId,
      },
    },
    libraries: libraries.some(isMlflow) ? libraries : [...libraries, { pypi: { package: MLFLOW } }],
  }
}

function isMlflow(library: unknown): boolean {
  const name = (library as { pypi?: { package?: unknown } } | null)?.pypi?.package
  return typeof name === 'string' && /^mlflow(-skinny)?\b(?!-)/.test(name)
}

function databricksJob(id: string, workspace: Workspace, report: (line: string) => void): Job {
  return {
    id,
    everyMs: POLL_MS,
    look: async () => standing(await workspace.look(id)),
    stop: () => workspace.cancel(id),
    async *output(over) {
      // Databricks tells what a job writes when that is over.
      await over
      try {
        yield* outputOf(await workspace.output(id))
      } catch (error) {
        report(`What the job wrote cannot be had from Databricks: ${(error as Error).message}`)
      } finally {
        await workspace.close()
      }
    },
  }
}

const CUT = '[Databricks keeps no more of what came before.]\n'

function* outputOf({ logs = '', logs_truncated, error, error_trace }: JobOutput): Generator<OutputChunk> {
  const stdout = `${logs_truncated ? CUT : ''}${logs}`
  const stderr = [error, error_trace]
    .filter(Boolean)
    .map((text) => `${text}\n`)
    .join('')
  if (stdout !== '') yield { stream: 'stdout', bytes: Buffer.from(stdout) }
  if (stderr !== '') yield { stream: 'stderr', bytes: Buffer.from(stderr) }
}

const WAITING = ['PENDING', 'QUEUED', 'BLOCKED', 'WAITING_FOR_RETRY']
const OVER = ['TERMINATED', 'SKIPPED', 'INTERNAL_ERROR']
const RESULTS: Readonly<Record<string, RunEnd['status']>> = { SUCCESS: 'finished', CANCELED: 'killed' }

function standing({ state = {}, run_page_url }: JobRun): Standing {
  const { life_cycle_state = '', result_state = '', state_message = '' } = state
  if (!OVER.includes(life_cycle_state)) return WAITING.includes(life_cycle_state) ? 'scheduled' : 'running'
  const status = RESULTS[result_state] ?? 'failed'
  if (status === 'finished') return { status, exitCode: 0 }
  const words = [result_state || life_cycle_state, state_message].filter((word) => word !== '').join(': ')
  const where = run_page_url ? ` See ${run_page_url}` : ''
  return { status, exitCode: undefined, reason: `Databricks says ${words}.${where}` }
}
