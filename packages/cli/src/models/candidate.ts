import {
  BadRequestError,
  type Client,
  type MetricPoint,
  type ModelVersion,
  NotFoundError,
  type Texts,
} from '@millrace/sdk'
import { ExitError } from '../exit-error.ts'

/** A version and everything that conditions may speak of. */
export interface Candidate {
  readonly name: string
  readonly version: string
  readonly values: Readonly<Record<Kind, ReadonlyMap<string, Figure>>>
}

/** A value, and what it was logged to: a logged model's own counts before that of its run. */
export interface Figure {
  readonly value: number | string
  readonly of: Owner
  /** Data sets, where it was measured on several: which of its values is meant cannot be told. */
  readonly on?: readonly string[]
}

export type Owner = 'run' | 'logged model' | 'version'

export const KINDS = ['metrics', 'params', 'tags'] as const
export type Kind = (typeof KINDS)[number]

/** Finds the version that `NAME@alias` or `NAME/version` names, and reads its run and its logged model. */
export async function readCandidate(client: Client, reference: string): Promise<Candidate> {
  const version = await findVersion(client, reference)
  const [run, model] = await Promise.all([dataOfRun(client, version), dataOfModel(client, version)])
  // The later one counts.
  const both = [
    { of: 'run', ...run },
    { of: 'logged model', ...model },
  ] as const
  return {
    name: version.name,
    version: version.version,
    values: {
      metrics: new Map(both.flatMap(({ of, metrics }) => latestOfEach(metrics).map((m) => figureOf(m, of)))),
      params: new Map(both.flatMap(({ of, params }) => textsOf(params, of))),
      tags: new Map(textsOf(version.tags, 'version')),
    },
  }
}

function textsOf(texts: Texts, of: Owner): [string, Figure][] {
  return Object.entries(texts).map(([key, value]) => [key, { value, of }])
}

interface Latest extends MetricPoint {
  /** On which it was measured, where that is more than one. */
  readonly on: readonly string[]
}

function latestOfEach(metrics: readonly MetricPoint[]): Latest[] {
  return [...Map.groupBy(metrics, ({ key }) => key).values()].flatMap((points) => {
    const [latest] = points.toSorted((a, b) => Number(b.step) - Number(a.step) || b.timestamp - a.timestamp)
    const on = [...new Set(points.map(({ datasetName = '' }) => datasetName))]
    return latest ? [{ ...latest, on: on.length > 1 ? on : [] }] : []
  })
}

function figureOf({ key, value, on }: Latest, of: Owner): [string, Figure] {
  return [key, { value, of, ...(on.length > 0 && { on }) }]
}

/** The same, or undefined where there is no such model, alias or version. */
export async function readIfThere(client: Client, reference: string): Promise<Candidate | undefined> {
  try {
    return await readCandidate(client, reference)
  } catch (error) {
    if (error instanceof NotFoundError || isMissingAlias(error)) return undefined
    throw error
  }
}

/** MLflow answers 400 where an alias is not there. */
function isMissingAlias(error: unknown): boolean {
  return error instanceof BadRequestError && error.message.startsWith('Registered model alias ')
}

function findVersion(client: Client, reference: string): Promise<ModelVersion> {
  const [, name = '', alias, version = ''] =
    /^(?:models:\/+)?([^/@][^/]*?)(?:@([^@/]+)|\/(\d+))$/.exec(reference) ?? []
  if (name === '') {
    throw new ExitError(`'${reference}' names no version of a model; write NAME@alias or NAME/version.`)
  }
  return alias ? client.registry.getVersionByAlias(name, alias) : client.registry.getVersion(name, version)
}

interface Data {
  readonly metrics: readonly MetricPoint[]
  readonly params: Texts
}

const NOTHING: Data = { metrics: [], params: {} }

async function dataOfRun(client: Client, { runId }: ModelVersion): Promise<Data> {
  const run = runId === undefined ? undefined : await unlessMissing(client.runs.get(runId))
  return run ? { metrics: run.latestMetrics, params: run.params } : NOTHING
}

async function dataOfModel(client: Client, { source }: ModelVersion): Promise<Data> {
  const [, modelId] = /(?:^models:\/|\/models\/)(m-[0-9a-f]{32})(?:\/artifacts|$)/.exec(source) ?? []
  const model = modelId === undefined ? undefined : await unlessMissing(client.loggedModels.get(modelId))
  return model ?? NOTHING
}

/** A version outlives its run; what is gone has no values. */
async function unlessMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof NotFoundError) return undefined
    throw error
  }
}
