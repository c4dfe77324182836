import { doesNotExist, invalidParameter, MlflowError } from '@millrace/contract'

/** What names a target takes. */
export interface NameRule {
  readonly pattern: RegExp
  /** In words, behind "must be". */
  readonly words: string
}

/** @throws MlflowError INVALID_PARAMETER_VALUE */
export function assertName(name: string, { pattern, words }: NameRule): void {
  if (!pattern.test(name)) throw invalidParameter(`Invalid deployment name '${name}': it must be ${words}.`)
}

export function nameIsTaken(name: string, target: string): MlflowError {
  return new MlflowError(
    'RESOURCE_ALREADY_EXISTS',
    `A deployment named '${name}' exists already on the target ${target}: update it, delete it, or take another name.`,
  )
}

export function noDeployment(name: string, target: string): MlflowError {
  return doesNotExist(`There is no deployment named '${name}' on the target ${target}.`)
}
