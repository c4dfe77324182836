import { sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { statement } from '../db/statement.ts'

/** One run's parts as JSON text made by the database: exact integers, all bits of floats, no objects in between. */
interface RunParts {
  info: string
  metrics: string
  params: string
  tags: string
  datasets: string
  models_in: string
  models_out: string
}

const INFO = sql`'run_uuid', r.run_uuid, 'experiment_id', cast(r.experiment_id as text), 'run_name', coalesce(r.name, ''),
  'user_id', coalesce(r.user_id, ''), 'status', r.status, 'start_time', coalesce(r.start_time, 0)`
const INFO_END = sql`'artifact_uri', coalesce(r.artifact_uri, ''), 'lifecycle_stage', r.lifecycle_stage, 'run_id', r.run_uuid`

const runParts = statement<{ ids: string }>()((_db, p) => {
  const query = sql<RunParts>`
    select
      case when r.end_time then json_object(${INFO}, 'end_time', r.end_time, ${INFO_END})
           else json_object(${INFO}, ${INFO_END}) end as info,
      (select json_group_array(json_object('key', m."key", 'value', case when m.is_nan then 'NaN' else m.value end,
         'timestamp', m.timestamp, 'step', m.step)) from latest_metrics m where m.run_uuid = r.run_uuid) as metrics,
      (select json_group_array(json_object('key', q."key", 'value', q.value)) from params q
        where q.run_uuid = r.run_uuid) as params,
      (select json_group_array(json_object('key', t."key", 'value', coalesce(t.value, ''))) from tags t
        where t.run_uuid = r.run_uuid) as tags,
      (select json_group_array(json_object(
         'tags', json((select json_group_array(json_object('key', g.name, 'value', g.value)) from input_tags g
                       where g.input_uuid = i.input_uuid)),
         'dataset', json(case
           when d.dataset_schema is not null and d.dataset_profile is not null then
             json_object('name', d.name, 'digest', d.digest, 'source_type', d.dataset_source_type, 'source', d.dataset_source,
                         'schema', d.dataset_schema, 'profile', d.dataset_profile)
           when d.dataset_schema is not null then
             json_object('name', d.name, 'digest', d.digest, 'source_type', d.dataset_source_type, 'source', d.dataset_source,
                         'schema', d.dataset_schema)
           when d.dataset_profile is not null then
             json_object('name', d.name, 'digest', d.digest, 'source_type', d.dataset_source_type, 'source', d.dataset_source,
                         'profile', d.dataset_profile)
           else json_object('name', d.name, 'digest', d.digest, 'source_type', d.dataset_source_type,
                            'source', d.dataset_source) end)))
       from inputs i join datasets d on d.dataset_uuid = i.source_id
       where i.destination_type = 'RUN' and i.destination_id = r.run_uuid and i.source_type = 'DATASET') as datasets,
      (select json_group_array(json_object('model_id', i.destination_id)) from inputs i
        where i.source_type = 'RUN_INPUT' and i.source_id = r.run_uuid and i.destination_type = 'MODEL_INPUT') as models_in,
      (select json_group_array(json_object('model_id', i.destination_id, 'step', i.step)) from inputs i
        where i.source_type = 'RUN_OUTPUT' and i.source_id = r.run_uuid and i.destination_type = 'MODEL_OUTPUT') as models_out
    from json_each(${p('ids')}) j join runs r on r.run_uuid = j.value
    order by j.key`
  return { compile: () => query.compile(_db) }
})

/** The wire's runs as JSON texts, in the order of `ids`; ids of no run are left out. */
export async function runTexts(db: Executor, ids: readonly string[]): Promise<string[]> {
  const rows = await db.all(runParts, { ids: JSON.stringify(ids) })
  return rows.map(runText)
}

function runText(parts: RunParts): string {
  const data = members([
    ['metrics', parts.metrics],
    ['params', parts.params],
    ['tags', parts.tags],
  ])
  const inputs = members([
    ['dataset_inputs', parts.datasets.replaceAll('"tags":[],', '')],
    ['model_inputs', parts.models_in],
  ])
  const outputs = members([['model_outputs', parts.models_out]])
  return `{"info":${parts.info},"data":${data},"inputs":${inputs},"outputs":${outputs}}`
}

/** An object of lists; empty lists are left out, as protobuf does. */
function members(lists: readonly (readonly [string, string])[]): string {
  let text = ''
  for (const [name, list] of lists) {
    if (list !== '[]') text += `${text && ','}"${name}":${list}`
  }
  return `{${text}}`
}
