import { Client, type Env, type RunRecord } from '@millrace/sdk'
import type { RunEnd } from '../backends/backend.ts'
import { entryPointOf } from '../entry-point.ts'
import type { EnvManager } from '../environments/environment.ts'
import { readProject } from '../mlproject.ts'
import { type RunProjectOptions, startProject } from '../run.ts'
import type { RunHandle } from '../run-handle.ts'
import type { Source } from '../source.ts'
import { TAG } from '../tags.ts'
import { type ComparisonOptions, compareMetrics, type MetricDifference } from './compare-metrics.ts'
import { earlierCode } from './earlier-code.ts'
import { earlierGiven } from './earlier-given.ts'
import { earlierImage } from './earlier-image.ts'
import { earlierPaths } from './earlier-paths.ts'
import { unquoted } from './unquoted.ts'

type Same =
  | 'backend'
  | 'backendConfig'
  | 'docker'
  | 'env'
  | 'envManager'
  | 'experimentId'
  | 'experimentName'
  | 'onOutput'
  | 'report'
  | 'runName'
  | 'signal'
  | 'storageDir'
  | 'trackingUri'

/** Which run is run again; what is not given is as it was then. */
export interface ReproduceOptions extends Pick<RunProjectOptions, Same>, ComparisonOptions {
  readonly runId: string
}

/** A run that is run again. */
export interface Reproduction {
  readonly run: RunHandle
  /** Done when it has ended: how that went, and each metric beside what it was. */
  wait(): Promise<{ readonly end: RunEnd; readonly differences: readonly MetricDifference[] }>
}

/**
 * Runs a run's project again: its commit with the changes that were not committed, its parameters, its packages.
 * @throws MillraceError where that cannot be had any more; nothing was begun then
 */
export async function reproduce(options: ReproduceOptions): Promise<Reproduction> {
  const { runId, env = process.env, report = () => {}, trackingUri, signal } = options
  const connection = { trackingUri, env }
  await using client = new Client(connection)
  const before = await client.runs.get(runId)
  const source = await earlierCode(before, { client, env, report, signal })
  const again = await startAgain({ before, source, client }, options)
  return {
    run: again,
    async wait() {
      const end = await again.wait()
      await using reader = new Client(connection)
      return { end, differences: compareMetrics(before, await reader.runs.get(again.runId), options) }
    },
  }
}

interface Earlier {
  readonly before: RunRecord
  readonly source: Source
  readonly client: Client
}

async function startAgain(
  { before, source, client }: Earlier,
  options: ReproduceOptions,
): Promise<RunHandle> {
  const { tags, name, experimentId } = before
  const { runId: _, metrics: __, tolerance: ___, ...given } = options
  const { env = process.env, report = () => {} } = options
  const entryPoint = tags[TAG.entryPoint] ?? 'main'
  const backend = options.backend ?? tags[TAG.backend] ?? 'local'
  try {
    const then = await earlierGiven(client, before)
    const parameters = then.parameters ?? (await parametersOf(before, source, entryPoint, env, report))
    const { args, buildImage } = then.docker
    const { image, isBuilt } = await earlierImage(before, { env, report, wasBuilt: buildImage })
    const docker = { args, buildImage: buildImage && !isBuilt }
    return await startProject(
      {
        ...{ envManager: envManagerOf(tags[TAG.environment]), runName: `${name} (again)` },
        ...(options.experimentName === undefined && { experimentId }),
        ...{ backendConfig: then.backendConfig[backend], docker },
        ...given,
        ...{ backend, uri: tags[TAG.sourceName] ?? '', entryPoint, parameters },
        tags: { [TAG.reproduces]: before.runId },
      },
      async () => source,
      { places: earlierPaths(before, then.paths, source, report), image },
    )
  } catch (error) {
    await source.release()
    throw error
  }
}

/** MLflow's runs do not say which of their params were the project's: those that the entry point names are. */
async function parametersOf(
  { params }: RunRecord,
  { folder }: Source,
  entryPoint: string,
  env: Env,
  report: (line: string) => void,
): Promise<Record<string, string>> {
  report(
    'The run does not tell what it was given, as those of MLflow: its params count that the entry point names, others are not known.',
  )
  const named = entryPointOf(await readProject(folder), entryPoint, env).parameters
  return Object.fromEntries(
    Object.entries(params).flatMap(([key, value]) => (named.has(key) ? [[key, unquoted(value)]] : [])),
  )
}

const MANAGERS: readonly string[] = ['uv', 'virtualenv', 'conda', 'node'] satisfies EnvManager[]

function envManagerOf(tag: string | undefined): EnvManager | undefined {
  if (tag === undefined) return 'local'
  return MANAGERS.includes(tag) ? (tag as EnvManager) : undefined
}
