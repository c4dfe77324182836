import { doesNotExist, type Lineage } from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { JsonText, toJson } from '../http/json-text.ts'
import { versionOfAlias } from '../registry/aliases.ts'
import { assertAlias, assertModelName, versionNumber } from '../registry/names.ts'
import { runInfo } from '../runs/queries.ts'
import { noSuchRun } from '../runs/state.ts'
import { decodePageToken } from '../search/index.ts'
import type { RunsFrom, RunsReply } from './descendants.ts'
import { originOf } from './origin.ts'
import type { VersionsOfRuns } from './versions.ts'

export async function lineage(deps: Deps, input: Lineage): Promise<JsonText> {
  if (!input.name) return versionsFrom(deps, input)
  assertModelName(input.name)
  return originOf(deps, input.name, await versionOf(deps, input.name, input))
}

async function versionOf(
  { registry }: Deps,
  name: string,
  { version, alias = '' }: Lineage,
): Promise<number> {
  if (version) return versionNumber(name, version)
  assertAlias(alias)
  return versionOfAlias(registry.db, name, alias)
}

const PAGE = 100

/** The versions that came of a run or a data set: of its runs, of theirs below, and of the runs that read their models. */
async function versionsFrom(deps: Deps, input: Lineage): Promise<JsonText> {
  const { run_id, dataset_name: name = '', dataset_digest: digest } = input
  if (run_id && !(await deps.db.first(runInfo, { run_id }))) throw noSuchRun(run_id)
  const from: RunsFrom = run_id ? { run_id } : { name, digest }
  const found = await deps.longReads.run('runsFrom', from)
  const { runs, truncated } = JSON.parse(Buffer.from(found).toString()) as RunsReply
  if (!run_id && runs.length === 0) throw doesNotExist(`No run has read a data set named '${name}'.`)
  const search: VersionsOfRuns = {
    runs,
    limit: input.max_results ?? PAGE,
    offset: decodePageToken(input.page_token),
  }
  const versions = Buffer.from(await deps.registry.longReads.run('versionsOfRuns', search)).toString()
  return new JsonText(truncated ? withMember(versions, 'truncated', true) : versions)
}

/** A JSON object with one member more in front. */
function withMember(json: string, name: string, value: unknown): string {
  return `{${JSON.stringify(name)}:${toJson(value)}${json === '{}' ? '' : ','}${json.slice(1)}`
}
