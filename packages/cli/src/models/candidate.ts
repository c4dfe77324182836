import { ExitError } from '../exit-error.ts'
import { CANNOT_TELL, RefusedRequest, type TrackingServer } from './tracking-server.ts'

/** A version and everything that conditions may speak of. */
export interface Candidate {
  readonly name: string
  readonly version: string
  readonly values: Readonly<Record<Kind, ReadonlyMap<string, number | string>>>
}

export const KINDS = ['metrics', 'params', 'tags'] as const
export type Kind = (typeof KINDS)[number]

interface Pair {
  readonly key: string
  readonly value: string
}
interface Data {
  readonly metrics?: readonly { readonly key: string; readonly value: number | string }[]
  readonly params?: readonly Pair[]
}
interface ModelVersion {
  readonly name: string
  readonly version: string
  readonly source?: string
  readonly run_id?: string
  readonly tags?: readonly Pair[]
}

/** Finds the version that `NAME@alias` or `NAME/version` names, and reads its run and its logged model. */
export async function readCandidate(server: TrackingServer, reference: string): Promise<Candidate> {
  const version = await findVersion(server, reference)
  const [run, model] = await Promise.all([dataOfRun(server, version), dataOfModel(server, version)])
  // The model's own figures count before those of its run.
  const both = [run, model]
  return {
    name: version.name,
    version: version.version,
    values: {
      metrics: new Map(both.flatMap(({ metrics = [] }) => metrics.map((m) => [m.key, Number(m.value)]))),
      params: new Map(both.flatMap(({ params = [] }) => params.map((p) => [p.key, p.value]))),
      tags: new Map((version.tags ?? []).map((tag) => [tag.key, tag.value])),
    },
  }
}

/** The same, or undefined where there is no such model, alias or version. */
export async function readIfThere(server: TrackingServer, reference: string): Promise<Candidate | undefined> {
  try {
    return await readCandidate(server, reference)
  } catch (error) {
    if (error instanceof RefusedRequest && isMissing(error)) return undefined
    throw error
  }
}

/** MLflow answers 400 where an alias is not there. */
function isMissing({ status, message }: RefusedRequest): boolean {
  return status === 404 || (status === 400 && message.startsWith('Registered model alias '))
}

async function findVersion(server: TrackingServer, reference: string): Promise<ModelVersion> {
  const [, name = '', alias, version] =
    /^(?:models:\/+)?([^/@][^/]*?)(?:@([^@/]+)|\/(\d+))$/.exec(reference) ?? []
  if (name === '') {
    throw new ExitError(
      `'${reference}' names no version of a model; write NAME@alias or NAME/version.`,
      CANNOT_TELL,
    )
  }
  const { model_version } = await (alias
    ? server.get<{ model_version: ModelVersion }>('2.0/mlflow/registered-models/alias', { name, alias })
    : server.get<{ model_version: ModelVersion }>('2.0/mlflow/model-versions/get', { name, version }))
  return model_version
}

async function dataOfRun(server: TrackingServer, { run_id }: ModelVersion): Promise<Data> {
  if (!run_id) return {}
  const found = await unlessMissing(server.get<{ run: { data?: Data } }>('2.0/mlflow/runs/get', { run_id }))
  return found?.run.data ?? {}
}

async function dataOfModel(server: TrackingServer, { source = '' }: ModelVersion): Promise<Data> {
  const [, model_id] = /(?:^models:\/|\/models\/)(m-[0-9a-f]{32})(?:\/artifacts|$)/.exec(source) ?? []
  if (!model_id) return {}
  const path = `2.0/mlflow/logged-models/${model_id}`
  const found = await unlessMissing(server.get<{ model: { data?: Data } }>(path))
  return found?.model.data ?? {}
}

/** A version outlives its run; what is gone has no values. */
async function unlessMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof RefusedRequest && error.status === 404) return undefined
    throw error
  }
}
