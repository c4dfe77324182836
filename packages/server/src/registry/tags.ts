import {
  type DeleteModelVersionTag,
  type DeleteRegisteredModelTag,
  LIMITS,
  type SetModelVersionTag,
  type SetRegisteredModelTag,
} from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { assertKey, assertLength } from '../validate.ts'
import { announceOf, MODEL_TAG, VERSION_TAG } from './announce.ts'
import { assertModelName, noSuchModel, versionNumber } from './names.ts'
import * as queries from './queries.ts'
import { findVersion } from './versions.ts'

/** A tag of a model or of a version. */
export function assertRegistryTag({ key, value }: { key: string; value: string }): void {
  assertTagKey(key)
  assertLength('value', value, LIMITS.registryTagValueLength)
}

function assertTagKey(key: string): void {
  assertKey(key, 'key', 'key')
}

export async function setRegisteredModelTag(
  deps: Deps,
  { name = '', key = '', value = '' }: SetRegisteredModelTag,
): Promise<object> {
  assertModelName(name)
  assertRegistryTag({ key, value })
  await deps.registry.writer.write(async (tx) => {
    if (!(await tx.first(queries.modelByName, { name }))) throw noSuchModel(name)
    await tx.insert(queries.upsertModelTag, [{ name, key, value }])
    await announceOf(deps, tx, MODEL_TAG, 'SET', { name, key, value })
  })
  return {}
}

/** A tag that is not there is no error. */
export async function deleteRegisteredModelTag(
  deps: Deps,
  { name = '', key = '' }: DeleteRegisteredModelTag,
): Promise<object> {
  assertModelName(name)
  assertTagKey(key)
  await deps.registry.writer.write(async (tx) => {
    if (!(await tx.first(queries.modelByName, { name }))) throw noSuchModel(name)
    await tx.run(queries.deleteModelTag, { name, key })
    await announceOf(deps, tx, MODEL_TAG, 'DELETED', { name, key })
  })
  return {}
}

export async function setModelVersionTag(
  deps: Deps,
  { name = '', key = '', value = '', ...input }: SetModelVersionTag,
): Promise<object> {
  assertModelName(name)
  const version = versionNumber(name, input.version ?? '')
  assertRegistryTag({ key, value })
  await deps.registry.writer.write(async (tx) => {
    await findVersion(tx, name, version)
    await tx.insert(queries.upsertVersionTag, [{ name, version, key, value }])
    await announceOf(deps, tx, VERSION_TAG, 'SET', { name, version: String(version), key, value })
  })
  return {}
}

export async function deleteModelVersionTag(
  deps: Deps,
  { name = '', key = '', ...input }: DeleteModelVersionTag,
): Promise<object> {
  assertModelName(name)
  const version = versionNumber(name, input.version ?? '')
  assertTagKey(key)
  await deps.registry.writer.write(async (tx) => {
    await findVersion(tx, name, version)
    await tx.run(queries.deleteVersionTag, { name, version, key })
    await announceOf(deps, tx, VERSION_TAG, 'DELETED', { name, version: String(version), key })
  })
  return {}
}
