import { type RawBuilder, sql } from 'kysely'
import type { Dialect } from '../db/dialect.ts'
import type { Executor, Gathered } from '../db/executor.ts'
import { jsonMembers, jsonMetricValue, jsonObject, type Member } from '../db/json-sql.ts'
import { portions } from '../db/portions.ts'
import { statement } from '../db/statement.ts'
import { noSuchRun } from './state.ts'

/** One run's parts as JSON text made by the database: exact integers, all bits of floats, no objects in between. */
interface RunParts {
  info: string
  /** The items of a list with commas between them; null for none. */
  metrics: string | null
  params: string | null
  tags: string | null
  datasets: string | null
  models_in: string | null
  models_out: string | null
}

type Part = RawBuilder<string | null>

const listOf =
  (dialect: Dialect) =>
  (item: RawBuilder<string>, from: RawBuilder<unknown>): Part =>
    sql<string | null>`(select ${dialect.joined(item)} from ${from})`

/** A run `r` itself. */
export function infoPart(dialect: Dialect): RawBuilder<string> {
  const { text, integer, json } = jsonMembers(dialect)
  return jsonObject([
    text('run_uuid', sql`r.run_uuid`),
    json('experiment_id', sql`'"' || r.experiment_id || '"'`),
    text('run_name', sql`coalesce(r.name, '')`),
    text('user_id', sql`coalesce(r.user_id, '')`),
    text('status', sql`r.status`),
    integer('start_time', sql`coalesce(r.start_time, 0)`),
    { ...integer('end_time', sql`r.end_time`), leftOutIf: sql`coalesce(r.end_time, 0) = 0` },
    text('artifact_uri', sql`coalesce(r.artifact_uri, '')`),
    text('lifecycle_stage', sql`r.lifecycle_stage`),
    text('run_id', sql`r.run_uuid`),
  ])
}

/** Metrics `m` of a run. */
export function metricsPart(dialect: Dialect, from: RawBuilder<unknown>): Part {
  const { text, integer, json } = jsonMembers(dialect)
  const metric = jsonObject([
    text('key', sql`m."key"`),
    json('value', jsonMetricValue(dialect, sql`m.value`, sql`m.is_nan`)),
    integer('timestamp', sql`m.timestamp`),
    integer('step', sql`m.step`),
  ])
  return listOf(dialect)(metric, from)
}

/** Params or tags `x` of a run. */
export function pairsPart(dialect: Dialect, from: RawBuilder<unknown>): Part {
  const { text } = jsonMembers(dialect)
  const pair = jsonObject([text('key', sql`x."key"`), text('value', sql`coalesce(x.value, '')`)])
  return listOf(dialect)(pair, from)
}

/** How each part of a run `r` is put together. */
function partsOf(dialect: Dialect): Record<keyof RunParts, Part> {
  const { text, optionalText, integer } = jsonMembers(dialect)
  const list = listOf(dialect)
  const models = (source: string, destination: string, members: Member[]) =>
    list(
      jsonObject(members),
      sql`inputs i where i.source_type = ${sql.lit(source)} and i.source_id = r.run_uuid
        and i.destination_type = ${sql.lit(destination)}`,
    )
  const modelId = text('model_id', sql`i.destination_id`)
  const inputTags = list(
    jsonObject([text('key', sql`g.name`), text('value', sql`g.value`)]),
    sql`input_tags g where g.input_uuid = i.input_uuid`,
  )
  const dataset = jsonObject([
    text('name', sql`d.name`),
    text('digest', sql`d.digest`),
    text('source_type', sql`d.dataset_source_type`),
    text('source', sql`d.dataset_source`),
    optionalText('schema', sql`d.dataset_schema`),
    optionalText('profile', sql`d.dataset_profile`),
  ])
  return {
    info: infoPart(dialect),
    metrics: metricsPart(dialect, sql`latest_metrics m where m.run_uuid = r.run_uuid`),
    params: pairsPart(dialect, sql`params x where x.run_uuid = r.run_uuid`),
    tags: pairsPart(dialect, sql`tags x where x.run_uuid = r.run_uuid`),
    datasets: list(
      sql`'{' || coalesce('"tags":[' || ${inputTags} || '],', '') || '"dataset":' || ${dataset} || '}'`,
      sql`inputs i join datasets d on d.dataset_uuid = i.source_id
        where i.destination_type = 'RUN' and i.destination_id = r.run_uuid and i.source_type = 'DATASET'`,
    ),
    models_in: models('RUN_INPUT', 'MODEL_INPUT', [modelId]),
    models_out: models('RUN_OUTPUT', 'MODEL_OUTPUT', [modelId, integer('step', sql`i.step`)]),
  }
}

const runParts = statement<{ ids: string }>()((db, p, dialect) => {
  const parts = Object.entries(partsOf(dialect)).map(([name, part]) => sql`${part} as ${sql.id(name)}`)
  return {
    compile: () =>
      sql<
        RunParts & { id: string }
      >`select j.value as id, ${sql.join(parts)} from ${dialect.texts(sql`${p('ids')}`)} j
        join runs r on r.run_uuid = j.value`.compile(db),
  }
})

/** The wire's runs as JSON texts, in the order of `ids`; ids of no run are left out. */
export async function runTexts(db: Executor, ids: readonly string[]): Promise<string[]> {
  const found = await Promise.all(portions(ids, LEAST_RUNS, db).map((some) => textsById(db, some)))
  const texts = new Map(found.flat())
  return ids.map((id) => texts.get(id)).filter((text) => text !== undefined)
}

/** The same for ids that came one by one. */
export const runTextOfEach: Gathered<string, string> = async (db, ids) => {
  const texts = new Map(await textsById(db, ids))
  return ids.map((id) => texts.get(id) ?? noSuchRun(id))
}

/** In any order: for one, MySQL would write the texts to its disk. */
async function textsById(db: Executor, ids: readonly string[]): Promise<[id: string, text: string][]> {
  const rows = await db.all(runParts, { ids: JSON.stringify(ids) })
  return rows.map((row) => [row.id, runText(row)])
}

/** Fewer are not worth a statement of their own. */
const LEAST_RUNS = 200

function runText(parts: RunParts): string {
  const data = lists([
    ['metrics', parts.metrics],
    ['params', parts.params],
    ['tags', parts.tags],
  ])
  const inputs = lists([
    ['dataset_inputs', parts.datasets],
    ['model_inputs', parts.models_in],
  ])
  const outputs = lists([['model_outputs', parts.models_out]])
  return `{"info":${parts.info},"data":${data},"inputs":${inputs},"outputs":${outputs}}`
}

/** An object of lists; empty lists are left out, as protobuf does. */
export function lists(members: readonly (readonly [name: string, items: string | null])[]): string {
  let text = ''
  for (const [name, items] of members) {
    if (items !== null) text += `${text && ','}"${name}":[${items}]`
  }
  return `{${text}}`
}
