import { openRepository } from '@millrace/artifacts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DELETED_STAGE } from '../registry/names.ts'
import { DATABASES } from '../testing/databases.ts'
import { succeeded, uniqueName } from '../testing/factories.ts'
import type { Json } from '../testing/test-server.ts'
import { TestServer } from '../testing/test-server.ts'
import { copyStore } from './copy.ts'
import { DatabaseSource } from './read-database.ts'
import { ServerSource } from './read-server.ts'
import { Rest } from './rest.ts'
import type { Source } from './store.ts'
import { Databases, fill } from './testing.ts'
import { ServerTarget } from './write-server.ts'

const PROMPT = { key: 'mlflow.prompt.is_prompt', value: 'true' }

for (const kind of DATABASES) {
  describe(`copying a registry between servers (${kind.name})`, () => {
    const databases = new Databases()
    const [source, target] = [new TestServer(), new TestServer()]
    beforeAll(async () => {
      for (const server of [source, target]) await server.start(kind, {})
    })
    afterAll(async () => {
      for (const server of [source, target]) await server.stop()
    })

    const rest = async (server: TestServer) =>
      new Rest(`http://127.0.0.1:${(await server.listen()).port}`, {})

    async function copy(from?: Source, since?: number) {
      const report = await copyStore(
        from ?? new ServerSource(await rest(source)),
        new ServerTarget(await rest(target)),
        { selection: { since }, artifacts: false },
      )
      expect(report.damaged).toEqual([])
      return report
    }

    it('versions that a database keeps as deleted are passed over, and missed by nobody', async () => {
      const { database } = await databases.create(kind)
      const name = uniqueName('model')
      await fill(database, {
        registered_models: [{ name }],
        model_versions: ['None', DELETED_STAGE, 'None', DELETED_STAGE].map((current_stage, i) => ({
          name,
          version: i + 1,
          description: `${i + 1}`,
          current_stage,
          source: 's3://a/b',
          status: 'READY',
        })),
      })
      const report = await copy(new DatabaseSource('a database', database.db, await openRepository('/tmp')))
      expect(report.rows.model_versions).toEqual({ source: 4, target: 4, copied: 2 })
      expect(report.notes.join()).toContain('2 deleted model versions were passed over')
      expect(await descriptions(target, name)).toEqual({ 1: '1', 3: '3' })
    })

    it('prompts that the target has go on with their numbers', async () => {
      const name = uniqueName('prompt')
      await createModel(source, name, [PROMPT])
      await createVersions(source, name, ['a', 'b'], [PROMPT])
      await copy()
      await createVersions(source, name, ['c', 'd', 'e'], [PROMPT])
      succeeded(await source.send('DELETE', 'model-versions/delete', { name, version: '4' }))
      await copy()
      const condition = `tags.\`${PROMPT.key}\` = 'true'`
      expect(await descriptions(target, name, ` and ${condition}`)).toEqual({
        1: 'a',
        2: 'b',
        3: 'c',
        5: 'e',
      })
    })

    it('versions whose numbers the target gave away before get others, once, with their aliases', async () => {
      const name = uniqueName('model')
      await createModel(target, name)
      await createVersions(target, name, ['x', 'y'])
      for (const version of ['1', '2']) {
        succeeded(await target.send('DELETE', 'model-versions/delete', { name, version }))
      }
      await createModel(source, name)
      await createVersions(source, name, ['a', 'b', 'c'])
      succeeded(await source.post('registered-models/alias', { name, alias: 'champion', version: '2' }))
      const { notes } = await copy()
      expect(notes).toContain(`Version 2 of '${name}' has the number 4 in the target.`)
      const copied = { 3: 'a', 4: 'b', 5: 'c' }
      expect(await descriptions(target, name)).toEqual(copied)
      const again = await copy()
      expect(again.rows.model_versions?.copied).toBe(0)
      expect(again.rows.registered_model_aliases?.copied).toBe(0)
      expect(again.notes.filter((note) => note.includes(name))).toEqual([])
      expect(await descriptions(target, name)).toEqual(copied)
      const aliases = async () =>
        succeeded(await target.get('registered-models/get', { name })).registered_model.aliases
      expect(await aliases()).toEqual([{ alias: 'champion', version: '4' }])
      succeeded(await target.send('DELETE', 'registered-models/alias', { name, alias: 'champion' }))
      await copy(undefined, Date.now() + 60_000)
      expect(await aliases()).toEqual([{ alias: 'champion', version: '4' }])
    })
  })
}

async function createModel(server: TestServer, name: string, tags: object[] = []): Promise<void> {
  succeeded(await server.post('registered-models/create', { name, tags }))
}

async function createVersions(server: TestServer, name: string, all: string[], tags: object[] = []) {
  for (const description of all) {
    const source = tags.length > 0 ? 'dummy-source' : 's3://a/b'
    const version = { name, source, description, tags }
    succeeded(await server.post('model-versions/create', version))
  }
}

async function descriptions(server: TestServer, name: string, condition = ''): Promise<Json> {
  const filter = `name = '${name}'${condition}`
  const { model_versions } = succeeded(await server.get('model-versions/search', { filter }))
  return Object.fromEntries(model_versions.map((one: Json) => [one.version, one.description]))
}
