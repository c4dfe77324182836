import {
  type DeleteModelVersionTag,
  type DeleteRegisteredModelTag,
  LIMITS,
  type SetModelVersionTag,
  type SetRegisteredModelTag,
} from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import type { Deps } from '../deps.ts'
import { assertKey, assertLength } from '../validate.ts'
import { announceOf, MODEL_TAG, VERSION_TAG } from './announce.ts'
import { record } from './history.ts'
import { holdModel } from './models.ts'
import { assertModelName, versionNumber } from './names.ts'
import * as queries from './queries.ts'
import { holdVersion } from './versions.ts'

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
    const was = await tagOfModel(tx, name, key)
    await tx.insert(queries.upsertModelTag, [{ name, key, value }])
    await record(tx, deps, [{ name, what: 'tag', subject: key, was, became: value }])
    await announceOf(deps, tx, MODEL_TAG, 'SET', { name, key, value })
  })
  return {}
}

/** The tag's value before a change of it. */
async function tagOfModel(tx: Executor, name: string, key: string): Promise<string | null | undefined> {
  await holdModel(tx, name)
  return (await tx.first(queries.modelTag, { name, key }))?.value
}

/** A tag that is not there is no error. */
export async function deleteRegisteredModelTag(
  deps: Deps,
  { name = '', key = '' }: DeleteRegisteredModelTag,
): Promise<object> {
  assertModelName(name)
  assertTagKey(key)
  await deps.registry.writer.write(async (tx) => {
    const was = await tagOfModel(tx, name, key)
    await tx.run(queries.deleteModelTag, { name, key })
    await record(tx, deps, [{ name, what: 'tag', subject: key, was }])
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
    const was = await tagOfVersion(tx, name, version, key)
    await tx.insert(queries.upsertVersionTag, [{ name, version, key, value }])
    await record(tx, deps, [{ name, version, what: 'tag', subject: key, was, became: value }])
    await announceOf(deps, tx, VERSION_TAG, 'SET', { name, version: String(version), key, value })
  })
  return {}
}

async function tagOfVersion(tx: Executor, name: string, version: number, key: string) {
  await holdVersion(tx, name, version)
  return (await tx.first(queries.versionTag, { name, version, key }))?.value
}

export async function deleteModelVersionTag(
  deps: Deps,
  { name = '', key = '', ...input }: DeleteModelVersionTag,
): Promise<object> {
  assertModelName(name)
  const version = versionNumber(name, input.version ?? '')
  assertTagKey(key)
  await deps.registry.writer.write(async (tx) => {
    const was = await tagOfVersion(tx, name, version, key)
    await tx.run(queries.deleteVersionTag, { name, version, key })
    await record(tx, deps, [{ name, version, what: 'tag', subject: key, was }])
    await announceOf(deps, tx, VERSION_TAG, 'DELETED', { name, version: String(version), key })
  })
  return {}
}
