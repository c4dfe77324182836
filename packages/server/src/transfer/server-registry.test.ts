import { openRepository } from '@millrace/artifacts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DELETED_STAGE } from '../registry/names.ts'
import { DATABASES } from '../testing/databases.ts'
import { succeeded, uniqueName } from '../testing/factories.ts'
import type { Json } from '../testing/test-server.ts'
import { TestServer } from '../testing/test-server.ts'
import { copyStore } from './copy.ts'
import { ORIGIN_TAG } from './origin-tag.ts'
import { DatabaseSource } from './read-database.ts'
import { ServerSource } from './read-server.ts'
import { Rest } from './rest.ts'
import type { Source } from './store.ts'
import { Databases, fill } from './testing.ts'
import { inFrontOf } from './testing-front.ts'
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

    async function tryToCopy({ from, to, since }: Partial<{ from: Source; to: Rest; since: number }> = {}) {
      return copyStore(
        from ?? new ServerSource(await rest(source)),
        new ServerTarget(to ?? (await rest(target))),
        { selection: { since }, artifacts: false },
      )
    }

    async function copy(how?: Parameters<typeof tryToCopy>[0]) {
      const report = await tryToCopy(how)
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
      const from = new DatabaseSource('a database', database.db, await openRepository('/tmp'))
      const report = await copy({ from })
      expect(report.rows.model_versions).toEqual({ source: 4, target: 4, copied: 2 })
      expect(report.notes.join()).toContain('2 deleted model versions were passed over')
      expect(await descriptions(target, name)).toEqual({ 1: '1', 3: '3' })
    })

    it('a gap of many thousand versions is told of, not filled', async () => {
      const { database } = await databases.create(kind)
      const name = uniqueName('model')
      await fill(database, {
        registered_models: [{ name }],
        model_versions: [1, 50_000, 50_001].map((version) => ({
          ...{ name, version, description: `${version}`, current_stage: 'None' },
          ...{ source: 's3://a/b', status: 'READY' },
        })),
      })
      const from = new DatabaseSource('a database', database.db, await openRepository('/tmp'))
      const { notes } = await copy({ from })
      expect(await descriptions(target, name)).toEqual({ 1: '1', 2: '50000', 3: '50001' })
      expect(notes.join('\n')).toContain(
        `Version 50000 of '${name}' has the number 2 in the target: to keep it, 49998 versions would have to be made`,
      )
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

    it('a model of the same name that is another keeps what it has, unless it is told to be the same', async () => {
      const name = uniqueName('model')
      for (const [server, version] of [
        [source, 'theirs'],
        [target, 'ours'],
      ] as const) {
        await createModel(server, name, [{ key: 'of', value: version }])
        await createVersions(server, name, [version])
        succeeded(await server.post('registered-models/alias', { name, alias: 'champion', version: '1' }))
      }
      const before = succeeded(await target.get('registered-models/get', { name }))
      const { damaged, rows } = await tryToCopy()
      expect(damaged).toEqual([
        { kind: 'registered_model', id: name, reason: expect.stringContaining('another model of the name') },
      ])
      expect(rows.model_versions).toMatchObject({ copied: 0 })
      expect(succeeded(await target.get('registered-models/get', { name }))).toEqual(before)
      const value = /'([^']*)'$/.exec(damaged[0]?.reason ?? '')?.[1]
      succeeded(await target.post('registered-models/set-tag', { name, key: ORIGIN_TAG, value }))
      await copy()
      expect(await descriptions(target, name)).toEqual({ 1: 'ours', 2: 'theirs' })
      expect((await copy()).rows.registered_model_aliases?.copied).toBe(0)
    })

    it('a copy that broke off leaves no version that a repeat does not know', async () => {
      const name = uniqueName('model')
      await createModel(source, name)
      await createVersions(source, name, ['a', 'b', 'c'])
      succeeded(await source.send('DELETE', 'model-versions/delete', { name, version: '2' }))
      await using front = await inFrontOf(await target.listen(), ({ method }) =>
        method === 'DELETE'
          ? [400, { error_code: 'INVALID_PARAMETER_VALUE', message: 'Not now.' }]
          : undefined,
      )
      const { damaged } = await tryToCopy({ to: new Rest(front.address, {}) })
      expect(damaged).toMatchObject([{ kind: 'model_version', id: `${name}/3` }])
      expect(Object.keys(await descriptions(target, name))).toEqual(['1', '2'])
      await copy()
      expect(await descriptions(target, name)).toEqual({ 1: 'a', 3: 'c' })
    })

    it('versions whose numbers the target gave away before get others, once, with their aliases', async () => {
      const name = uniqueName('model')
      await createModel(source, name)
      await copy()
      await createVersions(target, name, ['x', 'y'])
      for (const version of ['1', '2']) {
        succeeded(await target.send('DELETE', 'model-versions/delete', { name, version }))
      }
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
      await copy({ since: Date.now() + 60_000 })
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
