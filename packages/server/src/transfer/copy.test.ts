import { type RawBuilder, sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { insertion } from '../db/insertion.ts'
import type { Database } from '../db/open.ts'
import { DATABASES } from '../testing/databases.ts'
import { type CopyReport, copyStore } from './copy.ts'
import { insertInPieces } from './insert-rows.ts'
import { DatabaseSource, select } from './read-database.ts'
import { MAX_POINTS } from './read-history.ts'
import type { Selection } from './store.ts'
import { awkwardRows, Databases, dump, fill, history } from './testing.ts'
import { DatabaseTarget } from './write-database.ts'

function copy(from: Database, to: Database, selection: Selection = {}): Promise<CopyReport> {
  const source = new DatabaseSource('the source', from.db)
  return copyStore(source, new DatabaseTarget('the target', to), { selection, artifacts: false })
}

/** What did not arrive, by table. */
function missing({ rows }: CopyReport) {
  return Object.entries(rows).filter(([, { source, target }]) => source !== target)
}

/** What was new or had changed, by table. */
function nonZero({ rows }: CopyReport) {
  return Object.fromEntries(
    Object.entries(rows).flatMap(([table, tally]) => (tally.copied > 0 ? [[table, tally.copied]] : [])),
  )
}

async function change({ writer }: Database, query: RawBuilder<unknown>): Promise<void> {
  await writer.write(async (tx) => {
    await tx.query({ compile: () => query.compile(tx.builder) })
  })
}

const WITHOUT_CHECK_ON_SERVERS = sql`alter table runs drop constraint runs_lifecycle_stage`
const WITHOUT_CHECK: Readonly<Record<string, RawBuilder<unknown>>> = {
  sqlite: sql`pragma ignore_check_constraints = on`,
}

const newExperiment = insertion<{ name: string }>()('experiments', {
  columns: { name: 'name' },
  fixed: { lifecycle_stage: 'active' },
  counted: 'experiment_id',
})

for (const from of DATABASES) {
  for (const to of DATABASES) {
    describe(`copying from ${from.name} to ${to.name}`, () => {
      const databases = new Databases()

      it('a model of the same name that is another one is not written over', async () => {
        const { database: source } = await databases.create(from)
        const { database: target } = await databases.create(to)
        const model = (at: number) =>
          sql`insert into registered_models (name, creation_time, workspace) values ('clash', ${at}, 'default')`
        const version = sql`insert into model_versions (name, version, creation_time, workspace) values ('clash', 1, 1000, 'default')`
        await change(source, model(1000))
        await change(source, version)
        await change(target, model(2000))
        const report = await copy(source, target)
        const { damaged } = report
        expect(missing(report).map(([table]) => table)).toEqual(['registered_models', 'model_versions'])
        expect(await select(target.db, 'model_versions', sql`true`)).toEqual([])
        expect(damaged).toMatchObject([{ kind: 'registered_model', id: 'clash' }])
        expect(damaged[0]?.reason).toMatch(/another model of the name 'clash', made at 1970-01-01T00:00:02/)
        expect(await select(target.db, 'registered_models', sql`true`)).toMatchObject([
          { creation_time: 2000 },
        ])
      })

      it('every row arrives as it was, once, and a repeat changes nothing', async () => {
        const { database: source } = await databases.create(from)
        const { database: target } = await databases.create(to)
        await fill(source, awkwardRows(7))
        const report = await copy(source, target)
        expect(report.damaged).toEqual([])
        expect(missing(report)).toEqual([])
        expect(report.notes).toEqual([])
        const there = await dump(target)
        expect(there).toEqual(await dump(source))
        const again = await copy(source, target)
        expect(nonZero(again)).toEqual({})
        expect(missing(again)).toEqual([])
        expect(await dump(target)).toEqual(there)
      })
    })
  }
}

for (const kind of DATABASES) {
  describe(`copying between databases (${kind.name})`, () => {
    const databases = new Databases()
    const pair = async () => ({
      source: (await databases.create(kind)).database,
      target: (await databases.create(kind)).database,
    })

    it('the history of the registry goes along, once, and only whole', async () => {
      const { source, target } = await pair()
      const rows = sql`select at, who, name, version, what, subject, was, became from millrace_registry_history order by at`
      const historyOf = ({ db }: Database) => db.query({ compile: () => rows.compile(db.builder) })
      for (const [at, became] of [
        [1000, '1'],
        [2000, '2'],
      ] as const) {
        await change(
          source,
          sql`insert into millrace_registry_history (at, who, name, version, what, subject, was, became)
            values (${at}, 'auditor', 'm', null, 'alias', 'champion', null, ${became})`,
        )
      }
      expect((await copy(source, target, { since: 1 })).notes.join()).toContain('stays in the source')
      expect(await historyOf(target)).toEqual([])
      expect((await copy(source, target)).notes.join()).toContain('Copied 2 changes')
      expect((await copy(source, target)).notes.join()).not.toContain('history')
      expect(await historyOf(target)).toEqual(await historyOf(source))
    })

    it('an alias of a version that is not selected stays behind', async () => {
      const { source, target } = await pair()
      const rows = awkwardRows(7)
      const [name] = (rows.registered_models ?? []).map((model) => model.name)
      await fill(source, rows)
      await fill(source, { registered_model_aliases: [{ name: name ?? '', alias: 'old', version: 1 }] })
      await change(
        source,
        sql`update model_versions set creation_time = 900, last_updated_time = 900
        where version = 2`,
      )
      const report = await copy(source, target, { since: 500 })
      expect(report.notes).toContain('Aliases (1) of versions that are not selected stay behind.')
      expect(missing(report)).toEqual([])
      expect(await select(target.db, 'registered_model_aliases', sql`true`)).toMatchObject([
        { alias: 'champion', version: 2 },
      ])
    })

    it('what changed meanwhile is brought, and what the target had of its own stays', async () => {
      const { source, target } = await pair()
      await fill(source, awkwardRows(7))
      await copy(source, target)
      const run = awkwardRows(7).runs?.[1]?.run_uuid ?? ''
      await fill(target, { tags: [{ run_uuid: run, key: 'mine', value: 'stays' }] })
      await fill(source, {
        tags: [{ run_uuid: run, key: 'new', value: 'comes' }],
        metrics: history(run, 'later', 2),
      })
      await change(source, sql`update runs set status = 'KILLED', end_time = 5 where run_uuid = ${run}`)
      await change(source, sql`update tags set value = 'renamed' where "key" = 'mlflow.runName'`)
      const report = await copy(source, target)
      expect(nonZero(report)).toEqual({ runs: 1, tags: 2, metrics: 2 })
      expect(await select(target.db, 'tags', sql`run_uuid = ${run} order by "key"`)).toMatchObject([
        { key: 'mine', value: 'stays' },
        { key: 'new', value: 'comes' },
      ])
      expect(await select(target.db, 'runs', sql`run_uuid = ${run}`)).toMatchObject([
        { status: 'KILLED', end_time: 5 },
      ])
    })

    it('experiments are the same by name; one whose id is taken gets another, with all that is in it', async () => {
      const { source, target } = await pair()
      await fill(source, awkwardRows(7))
      await fill(target, awkwardRows(7, 'b'))
      const before = await dump(target)
      const report = await copy(source, target)
      expect(report.damaged).toEqual([])
      expect(missing(report)).toEqual([])
      const [placed] = await select(target.db, 'experiments', sql`name = 'experiment a 𝒳'`)
      const own = Number(placed?.experiment_id)
      expect(report.notes).toEqual([
        `Experiment 'experiment a 𝒳' has the id ${own} in the target; in the source it is 7.`,
      ])
      const after = await dump(target)
      for (const [table, rows] of Object.entries(before))
        expect(after[table]).toEqual(expect.arrayContaining(rows))
      for (const table of [
        'datasets',
        'runs',
        'logged_models',
        'logged_model_tags',
        'trace_info',
        'spans',
      ] as const) {
        expect(await select(target.db, table, sql`experiment_id = ${own}`)).not.toEqual([])
      }
      expect(nonZero(await copy(source, target))).toEqual({})
      // The next experiment that is made does not run into the one that came.
      const id = await target.writer.write((tx) => tx.insertCounted(newExperiment, { name: 'made here' }))
      expect(id).toBeGreaterThan(own)
    })

    it('inputs find the dataset that the target knows by another id', async () => {
      const { source, target } = await pair()
      const rows = awkwardRows(7)
      const dataset = rows.datasets?.map((row) => ({ ...row, dataset_uuid: 'other' })) ?? []
      await fill(source, rows)
      await fill(target, { experiments: rows.experiments ?? [], datasets: dataset })
      expect(missing(await copy(source, target))).toEqual([])
      expect(await select(target.db, 'inputs', sql`source_type = 'DATASET'`)).toMatchObject([
        { source_id: 'other' },
      ])
      expect(await select(target.db, 'logged_model_metrics', sql`true`)).toMatchObject([
        { dataset_uuid: 'other' },
      ])
    })

    it('only what is selected: experiments with the versions that came of them, and what is recent', async () => {
      const { source, target } = await pair()
      await fill(source, awkwardRows(7))
      await fill(source, awkwardRows(9, 'b'))
      const report = await copy(source, target, { experiments: ['experiment b 𝒳'] })
      expect(report.rows.runs).toMatchObject({ copied: 2 })
      expect(await select(target.db, 'experiments', sql`experiment_id > 0`)).toMatchObject([
        { experiment_id: 9 },
      ])
      expect(await select(target.db, 'registered_models', sql`true`)).toMatchObject([{ name: 'model b 🏔️' }])
      const { target: other } = await pair()
      const recent = await copy(source, other, { experiments: ['7'], since: 1_650_000_000_000 })
      expect(recent.rows).toMatchObject({ runs: { copied: 1 }, trace_info: { copied: 1 } })
      expect(recent.rows.model_versions).toBeUndefined()
      await expect(copy(source, other, { experiments: ['none'] })).rejects.toThrow(
        "There is no experiment 'none' in the source.",
      )
    })

    it('a long history comes in pieces', async () => {
      const { source, target } = await pair()
      await fill(source, awkwardRows(7))
      const run = awkwardRows(7).runs?.[0]?.run_uuid ?? ''
      const points = history(run, 'long', MAX_POINTS + 10)
      await source.writer.write((tx) => insertInPieces(tx, 'metrics', points, true))
      const report = await copy(source, target)
      expect(missing(report)).toEqual([])
      expect((await dump(target)).metrics).toEqual((await dump(source)).metrics)
      expect(nonZero(await copy(source, target))).toEqual({})
    }, 60_000)

    it('a run that the target refuses is named, and the others arrive', async () => {
      const { source, target } = await pair()
      await fill(source, awkwardRows(7))
      const [good, bad] = awkwardRows(7).runs?.map(({ run_uuid }) => run_uuid) ?? []
      await change(source, WITHOUT_CHECK[kind.name] ?? WITHOUT_CHECK_ON_SERVERS)
      await change(source, sql`update runs set lifecycle_stage = 'odd' where run_uuid = ${bad}`)
      const report = await copy(source, target)
      expect(report.damaged).toMatchObject([
        { kind: 'run', id: bad, reason: expect.stringMatching(/refused/) },
      ])
      expect(await select(target.db, 'runs', sql`true`)).toMatchObject([{ run_uuid: good }])
      expect(missing(report).map(([table]) => table)).toContain('runs')
    })
  })
}
