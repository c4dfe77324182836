import { expect, it } from 'vitest'
import { createRegisteredModel, createVersion, succeeded, uniqueName } from '../testing/factories.ts'
import { type Json, onEveryDatabase } from '../testing/test-server.ts'

onEveryDatabase('registered models', (server) => {
  const get = async (name: string): Promise<Json> =>
    succeeded(await server.get('registered-models/get', { name })).registered_model

  it('a new model is found as it was answered', async () => {
    const name = uniqueName("скоринг 🏦 'x' \\ % _")
    const { registered_model } = succeeded(
      await server.post('registered-models/create', {
        name,
        description: 'for loans\n"new"',
        tags: [{ key: 'empty' }, { key: 'team', value: 'risk' }],
      }),
    )
    expect(registered_model).toEqual({
      name,
      creation_timestamp: expect.any(Number),
      last_updated_timestamp: registered_model.creation_timestamp,
      description: 'for loans\n"new"',
      tags: [
        { key: 'empty', value: '' },
        { key: 'team', value: 'risk' },
      ],
    })
    expect(await get(name)).toEqual(registered_model)
  })

  it('of a tag given twice the last counts; what is empty is left out', async () => {
    const tags = [
      { key: 'a', value: '1' },
      { key: 'a', value: '2' },
    ]
    const name = await createRegisteredModel(server, { tags })
    expect((await get(name)).tags).toEqual([{ key: 'a', value: '2' }])
    const plain = await createRegisteredModel(server, { description: '' })
    expect(Object.keys(await get(plain)).sort()).toEqual([
      'creation_timestamp',
      'last_updated_timestamp',
      'name',
    ])
  })

  const LONG_KEY = 'k'.repeat(251)
  const PROMPT = [{ key: 'mlflow.prompt.is_prompt', value: 'true' }]

  it.each([
    [{}, "Missing value for required parameter 'name'. See the API docs"],
    [{ name: '  ' }, "Missing value for required parameter 'name'."],
    [{ name: 'a/b' }, "Invalid model name 'a/b'. Names cannot contain '/' or ':'."],
    [{ name: 'a:b' }, "Invalid model name 'a:b'. Names cannot contain '/' or ':'."],
    [{ name: '..' }, 'Invalid value ".." for parameter \'name\' supplied: Names may be treated as files'],
    [{ name: 'n', tags: [{ key: '@' }] }, 'Invalid value "@" for parameter \'key\' supplied: Names may only'],
    [{ name: 'n', tags: [{ value: 'v' }] }, "This name would resolve to '.'"],
    [{ name: 'n', tags: [{ key: LONG_KEY }] }, "'key' exceeds the maximum length of 250 characters"],
    [
      { name: 'n', tags: [{ key: 'k', value: 'v'.repeat(100_001) }] },
      "'value' exceeds the maximum length of 100000 characters",
    ],
    [{ name: 5 }, "Invalid value 5 for parameter 'name' supplied:  Hint: Value was of type 'int'."],
  ])('a model %j is refused', async (body, message) => {
    const reply = await server.post('registered-models/create', body)
    expect(reply.status).toBe(400)
    expect(reply.body.error_code).toBe('INVALID_PARAMETER_VALUE')
    expect(reply.body.message).toContain(message)
  })

  it('a name is given once, and whose it is is said', async () => {
    const model = await createRegisteredModel(server)
    const prompt = await createRegisteredModel(server, { tags: PROMPT })
    const taken = async (name: string, tags: object[]) => {
      const reply = await server.post('registered-models/create', { name, tags })
      expect([reply.status, reply.body.error_code]).toEqual([400, 'RESOURCE_ALREADY_EXISTS'])
      return reply.body.message
    }
    expect(await taken(model, [])).toBe(`Registered Model (name=${model}) already exists.`)
    expect(await taken(prompt, PROMPT)).toBe(`Prompt (name=${prompt}) already exists.`)
    expect(await taken(model, PROMPT)).toContain(`a prompt with name '${model}', but the name is already`)
    expect(await taken(prompt, [])).toContain('the name is already taken by a prompt. MLflow does not allow')
  })

  it('of many who create a model at once one makes it', async () => {
    const name = uniqueName()
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => server.post('registered-models/create', { name })),
    )
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
    const refused = replies.filter(({ status }) => status !== 200)
    expect(new Set(refused.map(({ body }) => body.error_code))).toEqual(new Set(['RESOURCE_ALREADY_EXISTS']))
  })

  it('a description is changed, and taken away when none is given', async () => {
    const name = await createRegisteredModel(server, { description: 'old' })
    const changed = await server.send('PATCH', 'registered-models/update', { name, description: 'new' })
    expect(succeeded(changed).registered_model.description).toBe('new')
    const without = await server.send('PATCH', 'registered-models/update', { name })
    expect(succeeded(without).registered_model).not.toHaveProperty('description')
  })

  it('a rename takes versions, tags and aliases with it', async () => {
    const name = await createRegisteredModel(server, { tags: [{ key: 'a', value: '1' }] })
    const new_name = uniqueName('renamed')
    await createVersion(server, name, { tags: [{ key: 'v', value: '1' }] })
    succeeded(await server.post('registered-models/alias', { name, alias: 'champion', version: '1' }))
    const { registered_model } = succeeded(await server.post('registered-models/rename', { name, new_name }))
    expect(registered_model).toMatchObject({
      name: new_name,
      tags: [{ key: 'a', value: '1' }],
      aliases: [{ alias: 'champion', version: '1' }],
      latest_versions: [{ name: new_name, version: '1', tags: [{ key: 'v', value: '1' }] }],
    })
    expect((await server.get('registered-models/get', { name })).status).toBe(404)
    expect((await server.get('model-versions/get', { name, version: '1' })).status).toBe(404)
    succeeded(await server.post('registered-models/rename', { name: new_name, new_name }))
  })

  it('a rename onto a name that is taken changes nothing', async () => {
    const [name, taken] = [await createRegisteredModel(server), await createRegisteredModel(server)]
    const before = await get(name)
    const reply = await server.post('registered-models/rename', { name, new_name: taken })
    expect(reply.status).toBe(400)
    expect(reply.body).toMatchObject({
      error_code: 'RESOURCE_ALREADY_EXISTS',
      message: `Registered Model (name=${taken}) already exists.`,
    })
    expect(await get(name)).toEqual(before)
  })

  it('of two renamed to one name at once one gets it', async () => {
    const names = await Promise.all(Array.from({ length: 6 }, () => createRegisteredModel(server)))
    const new_name = uniqueName('wanted')
    const replies = await Promise.all(
      names.map((name) => server.post('registered-models/rename', { name, new_name })),
    )
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400, 400, 400])
    const left = await Promise.all(names.map((name) => server.get('registered-models/get', { name })))
    expect(left.filter(({ status }) => status === 200)).toHaveLength(5)
  })

  it('a deleted model takes everything with it; its name is free again', async () => {
    const name = await createRegisteredModel(server, { tags: [{ key: 'a', value: '1' }] })
    await createVersion(server, name, { tags: [{ key: 'v', value: '1' }] })
    succeeded(await server.post('registered-models/alias', { name, alias: 'champion', version: '1' }))
    succeeded(await server.send('DELETE', 'registered-models/delete', { name }))
    expect((await server.get('registered-models/get', { name })).status).toBe(404)
    await createRegisteredModel(server, { name })
    expect(await get(name)).not.toHaveProperty('tags')
    expect(await createVersion(server, name)).toBe('1')
    expect((await get(name)).latest_versions[0]).not.toHaveProperty('tags')
  })

  it.each([
    ['GET', 'registered-models/get', {}],
    ['POST', 'registered-models/rename', { new_name: 'x' }],
    ['PATCH', 'registered-models/update', { description: 'd' }],
    ['DELETE', 'registered-models/delete', {}],
    ['GET', 'registered-models/get-latest-versions', {}],
    ['GET', 'registered-models/get-latest-versions', { stages: 'none at all' }],
    ['POST', 'registered-models/set-tag', { key: 'k' }],
    ['DELETE', 'registered-models/delete-tag', { key: 'k' }],
    ['DELETE', 'registered-models/alias', { alias: 'a' }],
    ['GET', 'registered-models/alias', { alias: 'a' }],
    ['GET', 'registered-models/alias', { alias: 'latest' }],
    ['POST', 'model-versions/create', { source: 's3://b/p' }],
  ] as const)('%s %s of an unknown model says so', async (method, path, fields) => {
    const input = { name: 'nobody', ...fields }
    const reply = method === 'GET' ? await server.get(path, input) : await server.send(method, path, input)
    expect(reply.status).toBe(404)
    expect(reply.body).toMatchObject({
      error_code: 'RESOURCE_DOES_NOT_EXIST',
      message: 'Registered Model with name=nobody not found',
    })
  })

  it('tags are set, replaced and removed; one that is not there may be removed too', async () => {
    const name = await createRegisteredModel(server)
    const before = (await get(name)).last_updated_timestamp
    for (const value of ['1', '2']) {
      succeeded(await server.post('registered-models/set-tag', { name, key: 'a', value }))
    }
    succeeded(await server.post('registered-models/set-tag', { name, key: 'b' }))
    expect((await get(name)).tags).toEqual([
      { key: 'a', value: '2' },
      { key: 'b', value: '' },
    ])
    for (const key of ['a', 'b', 'none']) {
      succeeded(await server.send('DELETE', 'registered-models/delete-tag', { name, key }))
    }
    expect(await get(name)).not.toHaveProperty('tags')
    expect((await get(name)).last_updated_timestamp).toBe(before)
  })
})
