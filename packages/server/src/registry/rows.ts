import { type RawBuilder, sql } from 'kysely'
import type { Dialect } from '../db/dialect.ts'
import { jsonMembers, jsonObject } from '../db/json-sql.ts'
import { statement } from '../db/statement.ts'
import { DELETED_STAGE, STAGES } from './names.ts'

type Sql<T> = RawBuilder<T>

/** A row of `model_versions v` as the wire's JSON text. */
function versionJson(dialect: Dialect): Sql<string> {
  return jsonObject([
    ...versionMembers(dialect),
    {
      name: 'aliases',
      items: sql`(select ${dialect.joined(dialect.jsonText(sql`a.alias`), dialect.byCodePoint(sql`a.alias`))}
        from registered_model_aliases a
        where a.workspace = 'default' and a.name = v.name and a.version = v.version)`,
    },
  ])
}

/** Without the aliases, which MLflow does not name in a model's latest versions. */
function versionMembers(dialect: Dialect) {
  const { text, optionalText, optionalInteger, json } = jsonMembers(dialect)
  return [
    text('name', sql`v.name`),
    json('version', sql`'"' || v.version || '"'`),
    optionalInteger('creation_timestamp', sql`v.creation_time`),
    optionalInteger('last_updated_timestamp', sql`v.last_updated_time`),
    optionalText('user_id', sql`v.user_id`),
    optionalText('current_stage', sql`v.current_stage`),
    optionalText('description', sql`v.description`),
    optionalText('source', sql`v.source`),
    optionalText('run_id', sql`v.run_id`),
    optionalText('status', sql`v.status`),
    optionalText('status_message', sql`v.status_message`),
    {
      name: 'tags',
      items: sql<string>`(select ${dialect.joined(tagJson(dialect))} from model_version_tags t
        where t.workspace = 'default' and t.name = v.name and t.version = v.version)`,
    },
    optionalText('run_link', sql`v.run_link`),
  ]
}

function tagJson(dialect: Dialect): Sql<string> {
  const { text } = jsonMembers(dialect)
  return jsonObject([text('key', sql`t."key"`), text('value', sql`coalesce(t.value, '')`)])
}

/** A row of `registered_models m` as the wire's JSON text, with the items of its latest versions. */
function modelJson(dialect: Dialect, latest_versions: Sql<string | null>): Sql<string> {
  const { text, optionalInteger, json } = jsonMembers(dialect)
  const alias = jsonObject([text('alias', sql`a.alias`), json('version', sql`'"' || a.version || '"'`)])
  return jsonObject([
    text('name', sql`m.name`),
    optionalInteger('creation_timestamp', sql`m.creation_time`),
    optionalInteger('last_updated_timestamp', sql`m.last_updated_time`),
    { ...text('description', sql`m.description`), leftOutIf: sql`coalesce(m.description, '') = ''` },
    { name: 'latest_versions', items: latest_versions },
    {
      name: 'tags',
      items: sql`(select ${dialect.joined(tagJson(dialect))} from registered_model_tags t
        where t.workspace = 'default' and t.name = m.name)`,
    },
    {
      name: 'aliases',
      items: sql`(select ${dialect.joined(alias, dialect.byCodePoint(sql`a.alias`))}
        from registered_model_aliases a where a.workspace = 'default' and a.name = m.name)`,
    },
  ])
}

/**
 * The newest version of each of the stages (a JSON array) that `m` has, in the order in which the stages were first used.
 * Looked up stage by stage through an index of ours: a model may have any number of versions.
 */
function latestVersions(dialect: Dialect, json: Sql<string>, stages: Sql<string>): Sql<string | null> {
  const ofStage = (version: Sql<unknown>) => sql`(select ${version} from model_versions w
    where w.workspace = 'default' and w.name = m.name and w.current_stage = s.value)`
  return sql`(select ${dialect.joined(json, ofStage(sql`min(w.version)`))}
    from ${dialect.texts(stages)} s ${dialect.joinFromLeft} model_versions v
    on v.workspace = 'default' and v.name = m.name and v.version = ${ofStage(sql`max(w.version)`)})`
}

/** A row as the wire's JSON text. */
export interface Body {
  readonly body: string
}

/**
 * The models of the common table `page`, and what joins them. Their latest versions are found for all of them together:
 * for a page that takes half the time of asking stage by stage, for a single model with many versions it takes longer.
 */
export function modelsOfPage(dialect: Dialect): PageRows {
  return {
    with: sql`,
      newest as (select w.name, max(w.version) as version, min(w.version) as first_version
        from page ${dialect.joinFromLeft} model_versions w on w.workspace = 'default' and w.name = page.name
        where w.current_stage <> ${sql.lit(DELETED_STAGE)} group by w.name, w.current_stage),
      latest as (select v.name, ${dialect.joined(jsonObject(versionMembers(dialect)), sql`n.first_version`)} as items
        from newest n ${dialect.joinFromLeft} model_versions v
        on v.workspace = 'default' and v.name = n.name and v.version = n.version group by v.name)`,
    json: modelJson(dialect, sql`l.items`),
    from: sql`page m left join latest l on l.name = m.name`,
  }
}

/** The models of a JSON array of names, in its order; names of none are left out. */
export const modelsByNames = statement<{ names: string }>()((db, p, dialect) => {
  const rows = modelsOfPage(dialect)
  return {
    compile: () =>
      sql<Body>`with page as (select j.place, m.* from ${dialect.texts(sql`${p('names')}`)} j
        join registered_models m on m.workspace = 'default' and m.name = j.value)${rows.with}
        select ${rows.json} as body from ${rows.from} order by m.place`.compile(db),
  }
})

/** The versions of the common table `page`. */
export function versionsOfPage(dialect: Dialect): PageRows {
  return { with: sql``, json: versionJson(dialect), from: sql`page v` }
}

/** How the rows of a page become JSON. */
export interface PageRows {
  /** More common tables. */
  readonly with: Sql<unknown>
  readonly json: Sql<string>
  readonly from: Sql<unknown>
}

function wholeModel(dialect: Dialect): Sql<string> {
  const json = jsonObject(versionMembers(dialect))
  return modelJson(dialect, latestVersions(dialect, json, sql`${JSON.stringify(STAGES)}`))
}

export const modelText = statement<{ name: string }>()((db, p, dialect) => ({
  compile: () =>
    sql<Body>`select ${wholeModel(dialect)} as body from registered_models m
      where m.workspace = 'default' and m.name = ${p('name')}`.compile(db),
}))

/** The newest versions of some stages (a JSON array); null for none, no row where there is no model. */
export const latestTexts = statement<{ name: string; stages: string }>()((db, p, dialect) => ({
  compile: () =>
    sql<{
      items: string | null
    }>`select ${latestVersions(dialect, versionJson(dialect), sql`${p('stages')}`)} as items
      from registered_models m where m.workspace = 'default' and m.name = ${p('name')}`.compile(db),
}))

export const versionText = statement<{ name: string; version: number }>()((db, p, dialect) => ({
  compile: () =>
    sql<Body>`select ${versionJson(dialect)} as body from model_versions v
      where v.workspace = 'default' and v.name = ${p('name')} and v.version = ${p('version')}
      and v.current_stage <> ${sql.lit(DELETED_STAGE)}`.compile(db),
}))
