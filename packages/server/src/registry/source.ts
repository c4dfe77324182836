import { resolve } from 'node:path'
import { hasRelativeParts, isBelow, schemeOf, splitUri } from '@millrace/artifacts'
import { type CreateModelVersion, invalidParameter, isLonger, type MlflowError } from '@millrace/contract'
import { assertScheme, isForeign } from '../artifacts/hosts.ts'
import type { Deps } from '../deps.ts'
import { modelById } from '../logged-models/queries.ts'
import { runInfo } from '../runs/queries.ts'
import { isPrompt, PROMPT_TEXT_TAG } from './prompts.ts'
import { findReferenced } from './reference.ts'

/** Where a new version comes from, as it is stored. */
export interface Source {
  readonly source: string
  /** Where its bytes are: the source, or what the source stands for. */
  readonly storage_location: string
  readonly run_id: string
}

/**
 * The source of a new version. A path or URI that this server would read for its clients must lie within the artifacts of the
 * run or logged model that the request names, so that a version opens no other file to them.
 * @throws MlflowError in MLflow's words, first things first as there
 */
export async function readSource(deps: Deps, input: CreateModelVersion): Promise<Source> {
  const { source = '', run_id = '' } = input
  if (isPrompt(input.tags ?? [])) return promptSource(input)
  const { scheme } = splitUri(source)
  if (isForeign(source, deps.locations)) {
    throw invalidParameter(
      `'source' cannot use the '${scheme}' scheme: the '${scheme}' scheme addresses a host other than the tracking server's configured artifact storage, so the server would connect to the host named in the URI. Set the MLFLOW_ALLOWED_HOST_ADDRESSED_ARTIFACT_SCHEMES environment variable on the server to allow it.`,
    )
  }
  if (scheme === 'models') return findReferenced(deps, input)
  if (scheme !== 'runs') assertScheme('source', source, deps.locations)
  if (scheme === '' || scheme === 'file') await assertLocalSource(deps, input)
  else await assertRemoteSource(deps, input, scheme)
  return { source, storage_location: source, run_id }
}

/** What clients give as the source of prompts, which have no files. */
const PLACEHOLDERS = new Set(['dummy-source', 'prompt-template'])
const PROMPT_TEXT_LENGTH = 100_000

function promptSource({ source = '', run_id = '', tags = [] }: CreateModelVersion): Source {
  if (!PLACEHOLDERS.has(source)) {
    throw invalidParameter(
      `Invalid prompt source: '${source}'. Prompt sources must use an MLflow placeholder.`,
    )
  }
  const text = tags.findLast((tag) => tag.key === PROMPT_TEXT_TAG)?.value ?? ''
  if (isLonger(text, PROMPT_TEXT_LENGTH)) {
    throw invalidParameter(`Prompt text exceeds max length of ${PROMPT_TEXT_LENGTH} characters.`)
  }
  return { source, storage_location: source, run_id }
}

async function assertRemoteSource(deps: Deps, input: CreateModelVersion, scheme: string): Promise<void> {
  const { source = '', run_id = '', model_id = '' } = input
  const { path, authority = '' } = splitUri(source)
  if (!path.startsWith('/') || /^\/+$/.test(path) || hasRelativeParts(path)) throw notAbsolute(source)
  if (scheme === 'runs') {
    const owner = path.replace(/^\/+/, '').split('/')[0]
    if (model_id !== '' || authority !== '' || owner !== run_id) throw notIdentified(input)
  } else if (scheme === 'mlflow-artifacts') {
    const root = await artifactsOf(deps, input)
    if (root === undefined || !(await isBelow(root, source))) throw notIdentified(input)
  }
}

function notAbsolute(source: string): MlflowError {
  return invalidParameter(
    `Invalid model version source: '${source}'. If supplying a source as an http, https, local file path, ftp, objectstore, or mlflow-artifacts uri, an absolute path must be provided without relative path references present. Please provide an absolute path.`,
  )
}

/** Which of the two ids must name the owner of the source. */
function ownerField({ model_id = '' }: CreateModelVersion): 'model_id' | 'run_id' {
  return model_id === '' ? 'run_id' : 'model_id'
}

function notIdentified(input: CreateModelVersion): MlflowError {
  return invalidParameter(
    `Invalid model version source: '${input.source}'. The ${ownerField(input)} request parameter must identify the resource that contains the source.`,
  )
}

/** The artifacts of the logged model or run that the request names; undefined where that is not there. */
async function artifactsOf(
  { db }: Deps,
  { run_id = '', model_id = '' }: CreateModelVersion,
): Promise<string | undefined> {
  if (model_id === '') return (await db.first(runInfo, { run_id }))?.artifact_uri ?? undefined
  const model = await db.first(modelById, { model_id })
  return model?.lifecycle_stage === 'deleted' ? undefined : model?.artifact_location
}

async function assertLocalSource(deps: Deps, input: CreateModelVersion): Promise<void> {
  const { source = '', run_id = '', model_id = '' } = input
  if (model_id === '' && run_id === '') throw notOwned(input, source)
  const root = await artifactsOf(deps, input)
  if (root === undefined) throw notIdentified(input)
  const isLocal = ['', 'file'].includes(schemeOf(root))
  if (!isLocal || !(await isBelow(root, source))) throw notOwned(input, localPath(source))
}

/** As MLflow shows it: absolute. */
function localPath(source: string): string {
  return resolve(source.replace(/^file:(?:\/\/(?:localhost)?(?=\/))?/i, ''))
}

function notOwned(input: CreateModelVersion, shown: string): MlflowError {
  const field = ownerField(input)
  return invalidParameter(
    `Invalid model version source: '${shown}'. To use a local path as a model version source, the ${field} request parameter has to be specified and the local path has to be contained within the artifact directory of the run specified by the ${field}.`,
  )
}
