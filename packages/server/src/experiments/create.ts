import {
  type CreateExperiment,
  type CreateExperimentResponse,
  type ExperimentTag,
  invalidParameter,
  LIMITS,
  MlflowError,
} from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { assertLength, assertTagsDistinct } from '../validate.ts'
import { experimentByName, insertExperiment, setLocation, upsertTag } from './queries.ts'
import { assertTag } from './tags.ts'

export async function createExperiment(
  deps: Deps,
  input: CreateExperiment,
): Promise<CreateExperimentResponse> {
  const name = input.name ?? ''
  const tags = input.tags ?? []
  assertName(name)
  assertLocation(input.artifact_location ?? '')
  tags.forEach(assertTag)
  assertTagsDistinct(tags)
  const experiment_id = await deps.writer.write(async (tx) => {
    if (await tx.first(experimentByName, { name })) throw alreadyExists(name)
    const given = input.artifact_location ?? ''
    const id = await tx.insertCounted(insertExperiment, { name, location: given, now: deps.clock() })
    if (given === '')
      await tx.run(setLocation, { id, location: `${deps.artifactRoot.replace(/\/$/, '')}/${id}` })
    await tx.insert(
      upsertTag,
      tags.map((tag) => tagRow(id, tag)),
    )
    return String(id)
  })
  deps.changes.touch(experiment_id)
  return { experiment_id }
}

function tagRow(id: number, tag: ExperimentTag) {
  return { id, key: tag.key ?? '', value: tag.value ?? '' }
}

export function assertName(name: string): void {
  assertLength('name', name, LIMITS.experimentNameLength)
}

function alreadyExists(name: string): MlflowError {
  return new MlflowError('RESOURCE_ALREADY_EXISTS', `Experiment(name=${name}) already exists.`)
}

function assertLocation(location: string): void {
  if (location.startsWith('runs:/')) {
    throw invalidParameter(`Artifact location cannot be a runs:/ URI. Given: '${location}'`)
  }
  if (hasFragmentOrParams(location)) {
    throw invalidParameter("'artifact_location' URL can't include fragments or params.")
  }
  const limit = LIMITS.artifactLocationLength
  if (location.length > limit) {
    throw invalidParameter(
      `Invalid artifact path length. The length of the artifact path cannot be greater than ${limit} characters. To configure this limit, please set the MLFLOW_ARTIFACT_LOCATION_MAX_LENGTH environment variable.`,
    )
  }
}

/** The schemes to which Python's urlparse grants `;params`; no scheme is one of them. */
const SCHEMES_WITH_PARAMS = new Set([
  '',
  'ftp',
  'hdl',
  'http',
  'https',
  'mms',
  'prospero',
  'rtsp',
  'sftp',
  'shttp',
  'sip',
  'sips',
  'tel',
])

function hasFragmentOrParams(location: string): boolean {
  if (/#./s.test(location)) return true
  const scheme = /^[a-z][a-z0-9+.-]*(?=:)/i.exec(location)?.[0].toLowerCase() ?? ''
  return SCHEMES_WITH_PARAMS.has(scheme) && /^[^?#]*;[^/?#]+(?:[?#]|$)/.test(location)
}
