import { expect, it } from 'vitest'
import { createRegisteredModel, createVersion, succeeded } from '../testing/factories.ts'
import { type Json, onEveryDatabase } from '../testing/test-server.ts'

onEveryDatabase('model versions', (server) => {
  const get = async (name: string, version: string): Promise<Json> =>
    succeeded(await server.get('model-versions/get', { name, version })).model_version
  const stage = (name: string, version: string, to: string, archive_existing_versions = false) =>
    server.post('model-versions/transition-stage', { name, version, stage: to, archive_existing_versions })
  const alias = (name: string, version: string, as: string) =>
    server.post('registered-models/alias', { name, alias: as, version })
  const latest = async (name: string, stages?: string[]): Promise<string[]> => {
    const reply = await server.get('registered-models/get-latest-versions', {
      name,
      ...(stages && { stages }),
    })
    const { model_versions = [] } = succeeded(reply)
    return model_versions.map((v: Json) => `${v.version} ${v.current_stage}`)
  }

  it('a new version is found as it was answered, and its model is newer', async () => {
    const name = await createRegisteredModel(server)
    const { model_version } = succeeded(
      await server.post('model-versions/create', {
        name,
        source: 's3://bucket/модел',
        description: '"first"',
        run_link: 'https://ci.example/1',
        tags: [{ key: 'approved', value: 'no' }, { key: 'empty' }],
      }),
    )
    expect(model_version).toEqual({
      name,
      version: '1',
      creation_timestamp: expect.any(Number),
      last_updated_timestamp: model_version.creation_timestamp,
      current_stage: 'None',
      description: '"first"',
      source: 's3://bucket/модел',
      run_id: '',
      status: 'READY',
      tags: [
        { key: 'approved', value: 'no' },
        { key: 'empty', value: '' },
      ],
      run_link: 'https://ci.example/1',
    })
    expect(await get(name, '1')).toEqual(model_version)
    const model = succeeded(await server.get('registered-models/get', { name })).registered_model
    expect(model.last_updated_timestamp).toBe(model_version.creation_timestamp)
    expect(model.latest_versions).toEqual([model_version])
  })

  it('fifty who make versions at once get numbers without gaps or doubles', async () => {
    const name = await createRegisteredModel(server)
    const versions = await Promise.all(Array.from({ length: 50 }, () => createVersion(server, name)))
    expect(versions.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1))
  })

  it('of versions made at once one that the database refuses fails alone', async () => {
    const name = await createRegisteredModel(server)
    const description = (n: number) => (n === 5 ? 'x'.repeat(5001) : '')
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        server.post('model-versions/create', { name, source: 's3://b/p', description: description(n) }),
      ),
    )
    const holdsAnything = server.running.deps.db.dialect.name === 'sqlite'
    expect(replies[5]?.status).toBe(holdsAnything ? 200 : 400)
    const made = replies
      .filter(({ status }) => status === 200)
      .map(({ body }) => Number(body.model_version.version))
    expect(made.sort((a, b) => a - b)).toEqual(
      Array.from({ length: holdsAnything ? 10 : 9 }, (_, i) => i + 1),
    )
  })

  it('a number is never given again, also of deleted versions', async () => {
    const name = await createRegisteredModel(server)
    for (let i = 0; i < 3; i++) await createVersion(server, name)
    for (const version of ['2', '3']) {
      succeeded(await server.send('DELETE', 'model-versions/delete', { name, version }))
    }
    expect(await createVersion(server, name)).toBe('4')
  })

  it('a deleted version is gone for everybody, its aliases with it', async () => {
    const name = await createRegisteredModel(server)
    await createVersion(server, name, { tags: [{ key: 't', value: '1' }], run_id: 'r' })
    await createVersion(server, name)
    for (const as of ['one', 'uno']) succeeded(await alias(name, '1', as))
    succeeded(await alias(name, '2', 'two'))
    succeeded(await server.send('DELETE', 'model-versions/delete', { name, version: '1' }))
    for (const [method, path, fields] of [
      ['POST', 'model-versions/set-tag', { key: 'k' }],
      ['DELETE', 'model-versions/delete-tag', { key: 'k' }],
      ['PATCH', 'model-versions/update', { description: 'd' }],
      ['DELETE', 'model-versions/delete', {}],
      ['POST', 'model-versions/transition-stage', { stage: 'Staging' }],
      ['POST', 'registered-models/alias', { alias: 'a' }],
    ] as const) {
      const reply = await server.send(method, path, { name, version: '1', ...fields })
      expect([path, reply.status, reply.body.message]).toEqual([
        path,
        404,
        `Model Version (name=${name}, version=1) not found`,
      ])
    }
    for (const path of ['model-versions/get', 'model-versions/get-download-uri']) {
      expect((await server.get(path, { name, version: '1' })).status).toBe(404)
    }
    const model = succeeded(await server.get('registered-models/get', { name })).registered_model
    expect(model.aliases).toEqual([{ alias: 'two', version: '2' }])
    expect(model.latest_versions.map((v: Json) => v.version)).toEqual(['2'])
    const { model_versions } = succeeded(
      await server.get('model-versions/search', { filter: `name = '${name}'` }),
    )
    expect(model_versions.map((v: Json) => v.version)).toEqual(['2'])
  })

  it('a description is changed, and taken away when none is given', async () => {
    const name = await createRegisteredModel(server)
    await createVersion(server, name, { description: 'old' })
    const update = async (fields: object) =>
      succeeded(await server.send('PATCH', 'model-versions/update', { name, version: '1', ...fields }))
    expect((await update({ description: 'new' })).model_version.description).toBe('new')
    expect((await update({})).model_version).not.toHaveProperty('description')
  })

  it('stages are taken in any spelling; the newest of each is listed, first used first', async () => {
    const name = await createRegisteredModel(server)
    for (let i = 0; i < 5; i++) await createVersion(server, name)
    expect(succeeded(await stage(name, '1', 'STAGING')).model_version.current_stage).toBe('Staging')
    for (const version of ['2', '4']) succeeded(await stage(name, version, 'production'))
    expect(await latest(name)).toEqual(['1 Staging', '4 Production', '5 None'])
    expect(await latest(name, ['none', 'Production', 'production'])).toEqual(['4 Production', '5 None'])
    expect(await latest(name, ['Archived'])).toEqual([])
  })

  it('a transition archives the others of the stage when asked to', async () => {
    const name = await createRegisteredModel(server)
    for (let i = 0; i < 3; i++) await createVersion(server, name)
    for (const version of ['1', '2']) succeeded(await stage(name, version, 'Production'))
    const { model_version } = succeeded(await stage(name, '3', 'Production', true))
    for (const version of ['1', '2']) {
      expect(await get(name, version)).toMatchObject({
        current_stage: 'Archived',
        last_updated_timestamp: model_version.last_updated_timestamp,
      })
    }
    expect(await latest(name)).toEqual(['2 Archived', '3 Production'])
  })

  it('of many that go to production at once, archiving the others, one is there in the end', async () => {
    const name = await createRegisteredModel(server)
    const versions = await Promise.all(Array.from({ length: 8 }, () => createVersion(server, name)))
    await Promise.all(versions.map(async (v) => succeeded(await stage(name, v, 'Production', true))))
    const { model_versions } = succeeded(
      await server.get('model-versions/search', { filter: `name = '${name}'` }),
    )
    const stages = model_versions.map((v: Json) => v.current_stage).sort()
    expect(stages).toEqual([...Array.from({ length: 7 }, () => 'Archived'), 'Production'])
  })

  it('a transition that makes no sense is refused in MLflow’s words', async () => {
    const name = await createRegisteredModel(server)
    await createVersion(server, name)
    expect((await stage(name, '1', 'Foo')).body.message).toBe(
      'Invalid Model Version stage: Foo. Value must be one of None, Staging, Production, Archived.',
    )
    const archiving = await stage(name, '1', 'archived', true)
    expect([archiving.status, archiving.body.message]).toEqual([
      500,
      "Model version transition cannot archive existing model versions because 'archived' is not an Active stage. Valid stages are ['Staging', 'Production']",
    ])
  })

  it('aliases move between versions and are listed with model and version', async () => {
    const name = await createRegisteredModel(server)
    for (let i = 0; i < 2; i++) await createVersion(server, name)
    for (const as of ['Champion', 'a_b-c']) succeeded(await alias(name, '1', as))
    const byAlias = async (as: string) =>
      succeeded(await server.get('registered-models/alias', { name, alias: as })).model_version
    expect(await byAlias('Champion')).toMatchObject({ version: '1', aliases: ['Champion', 'a_b-c'] })
    succeeded(await alias(name, '2', 'Champion'))
    expect(await byAlias('Champion')).toEqual(await get(name, '2'))
    expect((await get(name, '1')).aliases).toEqual(['a_b-c'])
    expect((await byAlias('LATEST')).version).toBe('2')
    const { aliases } = succeeded(await server.get('registered-models/get', { name })).registered_model
    expect(aliases).toEqual([
      { alias: 'Champion', version: '2' },
      { alias: 'a_b-c', version: '1' },
    ])
    for (const as of ['Champion', 'Champion', 'latest']) {
      succeeded(await server.send('DELETE', 'registered-models/alias', { name, alias: as }))
    }
    const gone = await server.get('registered-models/alias', { name, alias: 'Champion' })
    expect([gone.status, gone.body.message]).toEqual([400, 'Registered model alias Champion not found.'])
  })

  it.each([
    ['Latest', "'latest' alias name (case insensitive) is reserved."],
    ['V12', "Version alias name 'V12' is reserved."],
    [
      'a b',
      "Invalid alias name: 'a b'. Names may only contain alphanumerics, underscores (_), and dashes (-).",
    ],
    ['a'.repeat(256), "'Registered model alias name' exceeds the maximum length of 255 characters"],
  ])('the alias %s is refused', async (as, message) => {
    const name = await createRegisteredModel(server)
    await createVersion(server, name)
    const reply = await alias(name, '1', as)
    expect([reply.status, reply.body.message]).toEqual([400, message])
  })

  it('the newest of a model without versions is not found', async () => {
    const name = await createRegisteredModel(server)
    const reply = await server.get('registered-models/alias', { name, alias: 'latest' })
    expect([reply.status, reply.body.message]).toEqual([404, `Latest version not found for model ${name}.`])
  })

  it('tags are set, replaced and removed', async () => {
    const name = await createRegisteredModel(server)
    await createVersion(server, name)
    const set = (fields: object) => server.post('model-versions/set-tag', { name, version: '1', ...fields })
    for (const value of ['1', '2']) succeeded(await set({ key: 'a', value }))
    succeeded(await set({ key: 'b' }))
    expect((await get(name, '1')).tags).toEqual([
      { key: 'a', value: '2' },
      { key: 'b', value: '' },
    ])
    for (const key of ['a', 'b', 'none']) {
      succeeded(await server.send('DELETE', 'model-versions/delete-tag', { name, version: '1', key }))
    }
    expect(await get(name, '1')).not.toHaveProperty('tags')
  })

  it.each([
    ['abc', 400, "Parameter 'version' must be an integer, got 'abc'."],
    ['1.0', 400, "Parameter 'version' must be an integer, got '1.0'."],
    ['', 400, "Missing value for required parameter 'version'."],
    [' +1', 200, ''],
    ['-1', 404, 'version=-1) not found'],
    ['99999999999', 404, 'version=99999999999) not found'],
    ['9223372036854775808', 404, 'version=9223372036854775808) not found'],
  ])('the version %j answers %d', async (version, status, message) => {
    const name = await createRegisteredModel(server)
    await createVersion(server, name)
    const reply = await server.get('model-versions/get', { name, version })
    expect(reply.status, reply.text).toBe(status)
    expect(reply.text).toContain(message)
  })
})
