import { Client, type Env, type RunRecord } from '@millrace/sdk'
import { absoluteStore } from './absolute-store.ts'
import type { DockerOptions, OutputChunk } from './backends/backend.ts'
import { openBackend } from './backends/open.ts'
import { cacheKeyOf } from './cache/cache-key.ts'
import { findCached, reusedRun } from './cache/find-cached.ts'
import { Downloads } from './downloads.ts'
import { entryPointOf } from './entry-point.ts'
import type { EnvManager } from './environments/environment.ts'
import { ProjectRun } from './follow.ts'
import { givenWith } from './given-tags.ts'
import { assertLoggable } from './loggable.ts'
import { readProject } from './mlproject.ts'
import { experimentOf, openRun } from './open-run.ts'
import { resolveParameters } from './parameters.ts'
import type { Project } from './project.ts'
import { renderCommand } from './render-command.ts'
import type { RunHandle } from './run-handle.ts'
import { fetchSource, type Source } from './source.ts'
import { TAG } from './tags.ts'

/** What is run, and how: the options of `mlflow run`. */
export interface RunProjectOptions {
  /** A folder, `file://…`, a git address or a zip file; `#folder` behind it for a part of that. */
  readonly uri: string
  /** `main` if not given. */
  readonly entryPoint?: string
  /** A branch, a tag or a commit of a git repository. */
  readonly version?: string
  readonly parameters?: Readonly<Record<string, string>>
  readonly experimentName?: string
  readonly experimentId?: string
  readonly runName?: string
  /** A run that is there already, to go on with. */
  readonly runId?: string
  /** The run whose child it is; otherwise `MLFLOW_RUN_ID`, for a project that runs another. */
  readonly parentRunId?: string
  readonly tags?: Readonly<Record<string, string>>
  /** `local` if not given. */
  readonly backend?: string
  readonly backendConfig?: Readonly<Record<string, unknown>>
  /** Chosen by what the project asks for if not given. */
  readonly envManager?: EnvManager
  readonly docker?: Partial<DockerOptions>
  /** Where remote files of parameters of type `path` are put; a folder of its own below the system's if not given. */
  readonly storageDir?: string
  /** Otherwise `MLFLOW_TRACKING_URI`. */
  readonly trackingUri?: string
  /** The process's variables if not given. */
  readonly env?: Env
  /** Is given what the program writes, and waited for before more is read. */
  readonly onOutput?: (chunk: OutputChunk) => void | Promise<void>
  /** Told what happens, a line at a time. */
  readonly report?: (line: string) => void
  /** Whether a finished run of the same experiment with equal code, parameters and inputs is taken instead; false if not given. */
  readonly cache?: boolean
  /** Aborted while the run is made: nothing is begun, or what was begun is cancelled. Later, `cancel` is for that. */
  readonly signal?: AbortSignal
}

/**
 * Runs a project; done when its run is there, while its environment is made and its program runs.
 * @throws MillraceError where nothing can be run: nothing was begun then
 * @example
 * ```ts
 * const run = await projects.run({ uri: 'https://git.example/team/churn#train', parameters: { depth: '3' } })
 * const { status, exitCode } = await run.wait()
 * ```
 */
export function runProject(options: RunProjectOptions): Promise<RunHandle> {
  const { uri, version, env = process.env, report = () => {}, signal } = options
  return startProject(options, () => fetchSource(uri, { version, env, report, signal }))
}

/** What an earlier run had. */
export interface Earlier {
  /** Where parameters of type `path` are, if not where their values say. */
  readonly places?: ReadonlyMap<string, string>
  /** Its image, by what it holds. */
  readonly image?: string
}

/**
 * The same with code from somewhere else: a sweep fetches it once.
 * @param earlier what an earlier run had, in the place of what the project says now
 */
export async function startProject(
  options: RunProjectOptions,
  fetchCode: () => Promise<Source>,
  earlier: Earlier = {},
): Promise<RunHandle> {
  const { env = process.env, report = () => {}, signal: stop, trackingUri } = options
  const client = new Client({ trackingUri, env })
  const downloads = new Downloads(options.storageDir, env, stop)
  const releases = [() => client.close(), () => downloads.release()]
  const release = async () => {
    for (const one of releases) await one()
  }
  try {
    stop?.throwIfAborted()
    const source = await fetchCode()
    releases.push(() => source.release())
    stop?.throwIfAborted()
    const project = withImage(await readProject(source.folder), earlier.image)
    const entryPoint = entryPointOf(project, options.entryPoint ?? 'main', env)
    const download = (from: string) => downloads.fetch(from)
    const parameters = await resolveParameters(entryPoint, options.parameters ?? {}, download, earlier.places)
    assertLoggable(parameters, env)
    const command = renderCommand(entryPoint, parameters.declared, parameters.extra)
    const backend = await openBackend(options.backend ?? 'local')
    const checked = {
      project,
      config: options.backendConfig ?? {},
      env,
      envManager: options.envManager,
      docker: { args: {}, buildImage: false, skipImageBuild: false, ...options.docker },
    }
    await backend.check?.(checked)
    const cacheKey = options.cache ? await cacheKeyOf({ ...checked, entryPoint, parameters }) : undefined
    const cached = cacheKey && (await findCached(client, await experimentOf(client, options, env), cacheKey))
    if (cached) {
      report(`=== Run (ID '${cached.runId}') is reused: equal code, parameters and inputs (${cacheKey}) ===`)
      await release()
      return reusedRun(cached)
    }
    stop?.throwIfAborted()
    const run = await openRun(client, options, env, {
      origin: {
        ...source.tags,
        [TAG.entryPoint]: entryPoint.name,
        ...(cacheKey && { [TAG.cacheKey]: cacheKey }),
      },
      parameters,
      given: givenWith(options, parameters, source),
      patch: source.patch,
      report,
    })
    const started = new ProjectRun({
      client,
      run,
      onOutput: options.onOutput,
      report,
      release,
      launch: async (signal) => {
        const variables = variablesOf(run, client, options, env)
        const submitted = await backend.launch({
          ...checked,
          ...{ entryPoint: entryPoint.name, parameters: options.parameters ?? {}, command },
          ...{ variables, run, client, signal, report },
        })
        report(`=== Running command '${command.shown}' in run with ID '${run.runId}' ===`)
        // It runs already, whatever becomes of its tag.
        await client.runs.setTag(run.runId, TAG.backend, backend.name).catch(tell(report))
        return submitted
      },
    })
    // It is there by now: its end says what became of it.
    if (stop?.aborted) await started.cancel().catch(() => {})
    return started
  } catch (error) {
    await release()
    // What a signal of the terminal broke did not fail by itself.
    stop?.throwIfAborted()
    throw error
  }
}

function withImage(project: Project, image: string | undefined): Project {
  const { environment } = project
  if (image === undefined || environment.kind !== 'docker') return project
  return { ...project, environment: { ...environment, image } }
}

function tell(report: (line: string) => void) {
  return (error: Error) => report(error.message)
}

/** What the program must know to log to its run. */
function variablesOf(run: RunRecord, client: Client, { trackingUri }: RunProjectOptions, env: Env) {
  return {
    MLFLOW_RUN_ID: run.runId,
    MLFLOW_EXPERIMENT_ID: run.experimentId,
    // A name that was set outside would come before the id.
    MLFLOW_EXPERIMENT_NAME: '',
    // The client's own address is without its password.
    MLFLOW_TRACKING_URI: absoluteStore(trackingUri ?? env.MLFLOW_TRACKING_URI ?? client.trackingUri),
  }
}
