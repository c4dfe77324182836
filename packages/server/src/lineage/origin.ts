import type { CodeOrigin, DatasetOrigin, Run, RunInfo } from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import type { Deps } from '../deps.ts'
import { JsonText, toJson } from '../http/json-text.ts'
import { wireModel } from '../logged-models/get.ts'
import { modelById } from '../logged-models/queries.ts'
import { versionByNumber } from '../registry/queries.ts'
import { versionText } from '../registry/rows.ts'
import { findVersion } from '../registry/versions.ts'
import { runTexts } from '../runs/details.ts'
import { environmentOf } from './environment.ts'

type Tags = Readonly<Record<string, string>>
type Version = Awaited<ReturnType<typeof findVersion>>

/** Everything that is known of where a version came from. Parts that the database wrote as JSON go out as they are. */
export async function originOf(deps: Deps, name: string, version: number): Promise<JsonText> {
  const { registry, db } = deps
  const row = await findVersion(registry.db, name, version)
  const copied_from = await sourcesOf(registry.db, row)
  const logged = await loggedModelOf(db, copied_from.at(-1) ?? row)
  const [runText] = row.run_id ? await runTexts(db, [row.run_id]) : []
  const run = runText === undefined ? undefined : (JSON.parse(runText) as Run)
  const tags = { ...tagsOf(logged?.info?.tags), ...tagsOf(run?.data?.tags) }
  const whole = await registry.db.first(versionText, { name: row.name, version })
  const members: Record<string, string | undefined> = {
    model_version: whole?.body,
    copied_from: listed(copied_from.map((one) => ({ name: one.name, version: String(one.version) }))),
    logged_model: logged && toJson(logged),
    run: runText,
    parent_runs: listed(await parentsOf(db, tags['mlflow.parentRunId'])),
    datasets: listed(datasetsOf(run)),
    input_models: listed((run?.inputs?.model_inputs ?? []).map(({ model_id }) => model_id)),
    code: filled(codeOf(tags)),
    environment: filled(await environmentOf(deps, row.name, version)),
  }
  const given = Object.entries(members).flatMap(([member, text]) =>
    text === undefined ? [] : [`${JSON.stringify(member)}:${text}`],
  )
  return new JsonText(`{${given.join(',')}}`)
}

function listed(items: readonly unknown[]): string | undefined {
  return items.length > 0 ? toJson(items) : undefined
}

function filled(object: object): string | undefined {
  return Object.keys(object).length > 0 ? toJson(object) : undefined
}

/** Guards against circles, which only a hand-written database has. */
const MOST_STEPS = 20

const COPY = /^models:\/([^/@]+)\/(\d{1,9})$/

/** The versions that it is a copy of, as far as they are still there. */
async function sourcesOf(db: Executor, row: Version): Promise<Version[]> {
  const sources: Version[] = []
  while (sources.length < MOST_STEPS) {
    const copy = COPY.exec((sources.at(-1) ?? row).source ?? '')
    if (!copy) break
    const found = await db.first(versionByNumber, { name: copy[1] ?? '', version: Number(copy[2]) })
    if (!found) break
    sources.push(found)
  }
  return sources
}

const MODEL_IN_SOURCE = /^models:\/(m-[0-9a-f]{32})$|\/models\/(m-[0-9a-f]{32})\/artifacts(?:\/|$)/

/** The logged model that the source names, as itself or as the folder of its artifacts. */
async function loggedModelOf(db: Executor, { source, storage_location }: Version) {
  const found = MODEL_IN_SOURCE.exec(source ?? '') ?? MODEL_IN_SOURCE.exec(storage_location ?? '')
  const model_id = found?.[1] ?? found?.[2]
  const row = model_id ? await db.first(modelById, { model_id }) : undefined
  return row && wireModel(db, row)
}

function tagsOf(tags: readonly { key?: string; value?: string }[] = []): Tags {
  return Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value]))
}

async function parentsOf(db: Executor, first: string | undefined): Promise<RunInfo[]> {
  const parents: RunInfo[] = []
  let run_id = first
  while (run_id && !parents.some((parent) => parent.run_id === run_id) && parents.length < MOST_STEPS) {
    const [text] = await runTexts(db, [run_id])
    const run: Run | undefined = text === undefined ? undefined : JSON.parse(text)
    if (run?.info) parents.push(run.info)
    run_id = tagsOf(run?.data?.tags)['mlflow.parentRunId']
  }
  return parents
}

function datasetsOf(run: Run | undefined): DatasetOrigin[] {
  return (run?.inputs?.dataset_inputs ?? []).map(({ dataset = {}, tags }) => {
    const { name, digest, source_type, source } = dataset
    return { name, digest, source_type, source, context: tagsOf(tags)['mlflow.data.context'] }
  })
}

/** The tags that tell each; the first that is there counts. */
const CODE_TAGS: Readonly<Record<keyof CodeOrigin, readonly string[]>> = {
  commit: ['mlflow.source.git.commit', 'mlflow.git.commit'],
  branch: ['mlflow.source.git.branch', 'mlflow.git.branch'],
  repository: ['mlflow.source.git.repoURL', 'mlflow.git.repo_url'],
  dirty: ['mlflow.source.git.dirty', 'mlflow.git.dirty'],
  source_name: ['mlflow.source.name'],
  source_type: ['mlflow.source.type'],
  entry_point: ['mlflow.project.entryPoint'],
}

function codeOf(tags: Tags): CodeOrigin {
  const told = Object.entries(CODE_TAGS).flatMap(([member, keys]) => {
    const value = keys.map((key) => tags[key]).find((each) => each !== undefined)
    return value === undefined ? [] : [[member, value]]
  })
  return Object.fromEntries(told)
}
