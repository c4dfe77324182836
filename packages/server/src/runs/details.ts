import { type RawBuilder, sql } from 'kysely'
import type { Dialect } from '../db/dialect.ts'
import type { Executor, Gathered } from '../db/executor.ts'
import { jsonMembers, jsonMetricValue, jsonObject, type Member } from '../db/json-sql.ts'
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

/** How each part of a run `r` is put together. */
function partsOf(dialect: Dialect): Record<keyof RunParts, RawBuilder<string | null>> {
  const { text, optionalText, integer, json } = jsonMembers(dialect)
  const list = (item: RawBuilder<string>, from: RawBuilder<unknown>) =>
    sql<string | null>`(select ${dialect.joined(item)} from ${from})`
  const pairs = (table: RawBuilder<unknown>) =>
    list(
      jsonObject([text('key', sql`x."key"`), text('value', sql`coalesce(x.value, '')`)]),
      sql`${table} x where x.run_uuid = r.run_uuid`,
    )
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
    info: jsonObject([
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
    ]),
    metrics: list(
      jsonObject([
        text('key', sql`m."key"`),
        json('value', jsonMetricValue(dialect, sql`m.value`, sql`m.is_nan`)),
        integer('timestamp', sql`m.timestamp`),
        integer('step', sql`m.step`),
      ]),
      sql`latest_metrics m where m.run_uuid = r.run_uuid`,
    ),
    params: pairs(sql`params`),
    tags: pairs(sql`tags`),
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
        join runs r on r.run_uuid = j.value order by j.place`.compile(db),
  }
})

/** The wire's runs as JSON texts, in the order of `ids`; ids of no run are left out. */
export async function runTexts(db: Executor, ids: readonly string[]): Promise<string[]> {
  const rows = await db.all(runParts, { ids: JSON.stringify(ids) })
  return rows.map(runText)
}

/** The same for ids that came one by one. */
export const runTextOfEach: Gathered<string, string> = async (db, ids) => {
  const rows = await db.all(runParts, { ids: JSON.stringify(ids) })
  const texts = new Map(rows.map((row) => [row.id, runText(row)]))
  return ids.map((id) => texts.get(id) ?? noSuchRun(id))
}

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
function lists(members: readonly (readonly [name: string, items: string | null])[]): string {
  let text = ''
  for (const [name, items] of members) {
    if (items !== null) text += `${text && ','}"${name}":[${items}]`
  }
  return `{${text}}`
}
