import {
  type DeleteRegisteredModelAlias,
  doesNotExist,
  type GetModelVersionByAlias,
  invalidParameter,
  type SetRegisteredModelAlias,
} from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import type { Deps } from '../deps.ts'
import type { JsonText } from '../http/json-text.ts'
import { ALIAS, announceOf } from './announce.ts'
import { record } from './history.ts'
import {
  assertAlias,
  assertModelName,
  assertNewAlias,
  isLatest,
  noSuchModel,
  versionNumber,
} from './names.ts'
import * as queries from './queries.ts'
import { findVersion, wireVersion } from './versions.ts'

export async function setRegisteredModelAlias(
  deps: Deps,
  { name = '', alias = '', ...input }: SetRegisteredModelAlias,
): Promise<object> {
  assertModelName(name)
  assertNewAlias(alias)
  const version = versionNumber(name, input.version ?? '')
  await deps.registry.writer.write(async (tx) => {
    // Held, so that nobody deletes the version meanwhile.
    await tx.first(queries.modelForUpdate, { name })
    await findVersion(tx, name, version)
    const was = await versionBefore(tx, name, alias)
    await tx.insert(queries.upsertAlias, [{ name, alias, version }])
    await record(tx, deps, [{ name, what: 'alias', subject: alias, was, became: String(version) }])
    await announceOf(deps, tx, ALIAS, 'CREATED', { name, alias, version: String(version) })
  })
  return {}
}

async function versionBefore(tx: Executor, name: string, alias: string): Promise<string | null> {
  const before = await tx.first(queries.aliasByName, { name, alias })
  return before ? String(before.version) : null
}

/** An alias that is not there is no error. */
export async function deleteRegisteredModelAlias(
  deps: Deps,
  { name = '', alias = '' }: DeleteRegisteredModelAlias,
): Promise<object> {
  assertModelName(name)
  assertAlias(alias)
  await deps.registry.writer.write(async (tx) => {
    if (!(await tx.first(queries.modelForUpdate, { name }))) throw noSuchModel(name)
    const was = await versionBefore(tx, name, alias)
    await tx.run(queries.deleteAlias, { name, alias })
    await record(tx, deps, [{ name, what: 'alias', subject: alias, was }])
    await announceOf(deps, tx, ALIAS, 'DELETED', { name, alias })
  })
  return {}
}

export async function getModelVersionByAlias(
  { registry }: Deps,
  { name = '', alias = '' }: GetModelVersionByAlias,
): Promise<JsonText> {
  assertModelName(name)
  assertAlias(alias)
  return wireVersion(registry.db, name, await versionOfAlias(registry.db, name, alias))
}

/** The version that an alias names; `latest` names the newest. */
export async function versionOfAlias(db: Executor, name: string, alias: string): Promise<number> {
  const found = isLatest(alias)
    ? await db.first(queries.newestVersion, { name })
    : await db.first(queries.aliasByName, { name, alias })
  if (found) return found.version
  if (!(await db.first(queries.modelByName, { name }))) throw noSuchModel(name)
  if (isLatest(alias)) throw doesNotExist(`Latest version not found for model ${name}.`)
  throw invalidParameter(`Registered model alias ${alias} not found.`)
}
