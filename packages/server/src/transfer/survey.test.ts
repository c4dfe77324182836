import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { DATABASES } from '../testing/databases.ts'
import { copyStore } from './copy.ts'
import { DatabaseSource, select } from './read-database.ts'
import { surveySource } from './survey.ts'
import { Databases, fill } from './testing.ts'
import { DatabaseTarget } from './write-database.ts'

for (const kind of DATABASES) {
  describe(`what a copy would carry (${kind.name})`, () => {
    const databases = new Databases()

    it('is what it carries then; Default goes with what is in it alone', async () => {
      const [from, to] = [await databases.create(kind), await databases.create(kind)]
      await fill(from.database, {
        registered_models: [{ name: 'm', creation_time: 5 }],
        registered_model_tags: [{ name: 'm', key: 'a', value: 'b' }],
      })
      const source = new DatabaseSource('a database', from.database.db)
      const experiments = () => select(to.database.db, 'experiments', sql`true`)
      const before = await experiments()
      const seen: string[] = []
      const survey = await surveySource(source, {}, ({ kind }) => seen.push(kind))
      expect(seen).toEqual(['registered_model'])
      expect(survey).toMatchObject({ rows: { registered_models: 1, registered_model_tags: 1 }, damaged: [] })
      expect(await select(to.database.db, 'registered_models', sql`true`)).toEqual([])

      const copy = () =>
        copyStore(source, new DatabaseTarget('another', to.database), { selection: {}, artifacts: false })
      const { rows } = await copy()
      const carried = Object.fromEntries(Object.entries(rows).map(([table, { copied }]) => [table, copied]))
      expect(carried).toEqual(survey.rows)
      expect(await experiments()).toEqual(before)

      const run = {
        run_uuid: 'a'.repeat(32),
        experiment_id: 0,
        status: 'FINISHED',
        lifecycle_stage: 'active',
      }
      await fill(from.database, { runs: [run] })
      expect((await surveySource(source, {}, () => {})).rows).toMatchObject({ experiments: 1, runs: 1 })
      expect((await copy()).rows).toMatchObject({
        experiments: { source: 1, target: 1 },
        runs: { copied: 1 },
      })
    })
  })
}
