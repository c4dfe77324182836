import { doesNotExist, invalidParameter, LIMITS, MlflowError } from '@millrace/contract'
import { toInteger } from '../search/python.ts'
import { assertFileName, assertLength } from '../validate.ts'

export const STAGES = ['None', 'Staging', 'Production', 'Archived'] as const
type Stage = (typeof STAGES)[number]

/** What is in use; only here may a transition archive the versions that are there already. */
export const ACTIVE_STAGES: readonly Stage[] = ['Staging', 'Production']

/** The stage of a version that was deleted: its row stays, so that its number is never given again. */
export const DELETED_STAGE = 'Deleted_Internal'

/** The name of the newest version, whatever its stage. */
const LATEST = 'latest'

/** @param parameter is the field that gave the name. */
export function assertModelName(name: string, parameter = 'name'): void {
  if (name.trim() === '') throw invalidParameter(`Missing value for required parameter '${parameter}'.`)
  if (/[/:]/.test(name)) {
    throw invalidParameter(`Invalid model name '${name}'. Names cannot contain '/' or ':'.`)
  }
  assertFileName(name, parameter)
}

/** For reading and removing, where reserved names do no harm. */
export function assertAlias(alias: string): void {
  if (!/^[\p{L}\p{N}_-]*$/u.test(alias)) {
    throw invalidParameter(
      `Invalid alias name: '${alias}'. Names may only contain alphanumerics, underscores (_), and dashes (-).`,
    )
  }
  assertLength('Registered model alias name', alias, LIMITS.aliasLength)
}

export function assertNewAlias(alias: string): void {
  assertAlias(alias)
  if (isLatest(alias)) throw invalidParameter("'latest' alias name (case insensitive) is reserved.")
  if (/^v\d+$/i.test(alias)) throw invalidParameter(`Version alias name '${alias}' is reserved.`)
}

export function isLatest(name: string): boolean {
  return name.toLowerCase() === LATEST
}

/** What the column holds at most. */
const LARGEST_VERSION = 2 ** 31 - 1

/** A version as a number. @throws RESOURCE_DOES_NOT_EXIST for one that no column holds. */
export function versionNumber(name: string, text: string): number {
  const version = toInteger(text)
  if (version === undefined) throw invalidParameter(`Parameter 'version' must be an integer, got '${text}'.`)
  if (version < 0 || version > LARGEST_VERSION) throw noSuchVersion(name, version)
  return Number(version)
}

/** A stage as it is stored, from any spelling of its letters. */
export function canonicalStage(stage: string): Stage {
  const known = STAGES.find((each) => each.toLowerCase() === stage.toLowerCase())
  if (known) return known
  throw invalidParameter(`Invalid Model Version stage: ${stage}. Value must be one of ${STAGES.join(', ')}.`)
}

export function noSuchModel(name: string): MlflowError {
  return doesNotExist(`Registered Model with name=${name} not found`)
}

export function noSuchVersion(name: string, version: number | bigint): MlflowError {
  return doesNotExist(`Model Version (name=${name}, version=${version}) not found`)
}

export function modelExists(name: string): MlflowError {
  return new MlflowError('RESOURCE_ALREADY_EXISTS', `Registered Model (name=${name}) already exists.`)
}
