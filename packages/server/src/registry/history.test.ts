import { expect, it } from 'vitest'
import { createRegisteredModel, createVersion, succeeded, uniqueName } from '../testing/factories.ts'
import { type Json, onEveryDatabase } from '../testing/test-server.ts'

onEveryDatabase('history of the registry', (server) => {
  const read = async (query: Record<string, string>): Promise<Json> =>
    succeeded(
      await server.inject({ method: 'GET', url: '/api/3.0/millrace/registered-models/history', query }),
    )
  /** As `what version key from>to`, the oldest first. */
  const told = async (query: Record<string, string>): Promise<string[]> => {
    const { changes = [] } = await read(query)
    return changes
      .reverse()
      .map(({ change, version = '', key = '', from = '', to = '' }: Json) =>
        [change, version, key, `${from}>${to}`].filter((part) => part !== '').join(' '),
      )
  }
  const aliasAt = (query: Record<string, string>) =>
    server.inject({ method: 'GET', url: '/ajax-api/3.0/millrace/registered-models/alias-at', query })
  const setAlias = async (name: string, version: string, alias = 'champion') =>
    succeeded(await server.post('registered-models/alias', { name, alias, version }))
  const patch = async (path: string, body: object) => succeeded(await server.send('PATCH', path, body))
  const remove = async (path: string, body: object) => succeeded(await server.send('DELETE', path, body))
  const moment = async () => {
    await new Promise((resolve) => setTimeout(resolve, 3))
    const now = Date.now()
    await new Promise((resolve) => setTimeout(resolve, 3))
    return String(now)
  }

  it('every change of a model is kept, from what to what', async () => {
    const name = await createRegisteredModel(server, { description: 'one', tags: [{ key: 'a', value: '1' }] })
    await patch('registered-models/update', { name, description: 'two' })
    await patch('registered-models/update', { name, description: 'two' })
    await patch('registered-models/update', { name })
    for (const value of ['2', '2', '3']) {
      succeeded(await server.post('registered-models/set-tag', { name, key: 'a', value }))
    }
    await remove('registered-models/delete-tag', { name, key: 'a' })
    await remove('registered-models/delete-tag', { name, key: 'a' })
    await remove('registered-models/delete', { name })
    expect(await told({ name })).toEqual([
      'created >{"description":"one","tags":{"a":"1"}}',
      'description one>two',
      'description two>',
      'tag a 1>2',
      'tag a 2>3',
      'tag a 3>',
      'deleted >',
    ])
  })

  it('every change of a version is kept', async () => {
    const name = await createRegisteredModel(server)
    await createVersion(server, name, { run_id: 'r', tags: [{ key: 'ok', value: 'no' }] })
    await createVersion(server, name)
    const stage = async (version: string, to: string, archive_existing_versions = false) =>
      succeeded(
        await server.post('model-versions/transition-stage', {
          name,
          version,
          stage: to,
          archive_existing_versions,
        }),
      )
    await stage('1', 'Production')
    await stage('2', 'Production', true)
    await patch('model-versions/update', { name, version: '1', description: 'better' })
    succeeded(await server.post('model-versions/set-tag', { name, version: '1', key: 'ok', value: 'yes' }))
    await remove('model-versions/delete-tag', { name, version: '1', key: 'ok' })
    await setAlias(name, '2')
    await setAlias(name, '1')
    await remove('model-versions/delete', { name, version: '1' })
    expect(await told({ name })).toEqual([
      'created >{}',
      'created 1 >{"source":"s3://bucket/model","run_id":"r","tags":{"ok":"no"}}',
      'created 2 >{"source":"s3://bucket/model"}',
      'stage 1 None>Production',
      'stage 1 Production>Archived',
      'stage 2 None>Production',
      'description 1 >better',
      'tag 1 ok no>yes',
      'tag 1 ok yes>',
      'alias champion >2',
      'alias champion 2>1',
      'alias champion 1>',
      'deleted 1 {"stage":"Archived","source":"s3://bucket/model"}>',
    ])
    expect(await told({ name, version: '2' })).toEqual([
      'created 2 >{"source":"s3://bucket/model"}',
      'stage 2 None>Production',
      'alias champion >2',
      'alias champion 2>1',
    ])
    expect(await told({ name, alias: 'champion' })).toHaveLength(3)
  })

  it('what was refused is not kept', async () => {
    const name = await createRegisteredModel(server)
    await server.post('registered-models/create', { name })
    await server.post('registered-models/alias', { name, alias: 'a', version: '7' })
    await server.post('model-versions/create', { name, source: '/etc/passwd' })
    await server.send('DELETE', 'registered-models/alias', { name, alias: 'none' })
    expect(await told({ name })).toEqual(['created >{}'])
  })

  it('versions made at once are all kept', async () => {
    const name = await createRegisteredModel(server)
    await Promise.all(Array.from({ length: 20 }, () => createVersion(server, name)))
    const { changes } = await read({ name })
    const versions = changes.flatMap((one: Json) => (one.version ? [Number(one.version)] : []))
    expect(versions.sort((a: number, b: number) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, i) => i + 1),
    )
  })

  it('the history of a renamed model goes on under its new name, that of the old name ends', async () => {
    const first = await createRegisteredModel(server)
    await createVersion(server, first)
    const second = uniqueName('second')
    succeeded(await server.post('registered-models/rename', { name: first, new_name: second }))
    await createRegisteredModel(server, { name: first, description: 'another' })
    await setAlias(second, '1')
    const third = uniqueName('third')
    succeeded(await server.post('registered-models/rename', { name: second, new_name: third }))
    expect(await told({ name: third })).toEqual([
      'created >{}',
      'created 1 >{"source":"s3://bucket/model"}',
      `renamed ${first}>${second}`,
      'alias champion >1',
      `renamed ${second}>${third}`,
    ])
    expect(await told({ name: first })).toEqual([
      'created >{}',
      'created 1 >{"source":"s3://bucket/model"}',
      `renamed ${first}>${second}`,
      'created >{"description":"another"}',
    ])
    expect(
      succeeded(await aliasAt({ name: third, alias: 'champion', at: String(Date.now() + 1000) })).version,
    ).toBe('1')
  })

  it('tells which version was champion at any time', async () => {
    const name = await createRegisteredModel(server)
    for (let i = 0; i < 2; i++) await createVersion(server, name)
    const at: string[] = [await moment()]
    for (const version of ['1', '2']) {
      await setAlias(name, version)
      at.push(await moment())
    }
    await remove('registered-models/alias', { name, alias: 'champion' })
    at.push(await moment())
    const answers: Json[] = []
    for (const time of at) answers.push(succeeded(await aliasAt({ name, alias: 'champion', at: time })))
    expect(answers.map(({ version, basis }) => [version, basis])).toEqual([
      [undefined, 'inferred'],
      ['1', 'recorded'],
      ['2', 'recorded'],
      [undefined, 'recorded'],
    ])
    expect(answers[1]).toEqual({
      name,
      alias: 'champion',
      at: Number(at[1]),
      version: '1',
      since: expect.any(Number),
      basis: 'recorded',
    })
    const [today = ''] = new Date().toISOString().split('T')
    expect(succeeded(await aliasAt({ name, alias: 'champion', at: today })).basis).toBe('recorded')
    expect(succeeded(await aliasAt({ name, alias: 'champion', at: '2020-03-03' })).basis).toBe('inferred')
  })

  it('a deleted model frees its aliases in the history too', async () => {
    const name = await createRegisteredModel(server)
    await createVersion(server, name)
    await setAlias(name, '1')
    const before = await moment()
    await remove('registered-models/delete', { name })
    const after = await moment()
    expect(succeeded(await aliasAt({ name, alias: 'champion', at: before })).version).toBe('1')
    expect(succeeded(await aliasAt({ name, alias: 'champion', at: after }))).not.toHaveProperty('version')
    expect((await told({ name })).slice(-3)).toEqual([
      'alias champion 1>',
      expect.stringMatching(/^deleted 1 /),
      'deleted >',
    ])
  })

  it('where nothing is kept, what is now is told as such', async () => {
    const name = await createRegisteredModel(server)
    await createVersion(server, name)
    await setAlias(name, '1')
    const { db, writer } = server.running.deps.registry
    await writer.write(async (tx) => {
      await tx.query(db.builder.deleteFrom('millrace_registry_history').where('name', '=', name))
    })
    const answer = succeeded(await aliasAt({ name, alias: 'champion', at: '2026-03-03' }))
    expect(answer).toMatchObject({ version: '1', basis: 'current' })
    expect(await read({ name })).toEqual({})
  })

  it('is read in pages and between times', async () => {
    const name = await createRegisteredModel(server)
    const set = async (value: string) =>
      succeeded(await server.post('registered-models/set-tag', { name, key: 'n', value }))
    for (const value of ['1', '2', '3']) await set(value)
    const between = await moment()
    for (const value of ['4', '5']) await set(value)
    const seen: string[] = []
    let page_token = ''
    do {
      const page = await read({ name, max_results: '2', ...(page_token && { page_token }) })
      seen.push(...page.changes.map((change: Json) => change.to))
      page_token = page.next_page_token ?? ''
    } while (page_token)
    expect(seen).toEqual(['5', '4', '3', '2', '1', '{}'])
    expect(await told({ name, since: between })).toEqual(['tag n 3>4', 'tag n 4>5'])
    expect(await told({ name, until: between })).toHaveLength(4)
    const all = await read({ since: between })
    expect(all.changes.length).toBeGreaterThanOrEqual(2)
  })

  it.each([
    ['history', { name: 'nobody' }, 404, 'Registered Model with name=nobody not found'],
    ['history', { name: 'a/b' }, 400, "Names cannot contain '/' or ':'"],
    ['history', { version: 'x' }, 400, "Parameter 'version' must be an integer"],
    ['history', { since: 'yesterday' }, 400, "Invalid value 'yesterday' for parameter 'since'"],
    ['history', { max_results: '0' }, 400, 'max_results'],
    ['alias-at', { name: 'nobody', alias: 'a', at: '2026-03-03' }, 404, 'not found'],
    ['alias-at', { name: 'nobody', alias: 'a' }, 400, "required parameter 'at'"],
    ['alias-at', { name: 'n', alias: 'a b', at: '2026-03-03' }, 400, 'Invalid alias name'],
    ['alias-at', { name: 'n', alias: 'a', at: '2026-13-03' }, 400, "parameter 'at'"],
  ])('%s %j is refused', async (path, query, status, message) => {
    const url = `/api/3.0/millrace/registered-models/${path}`
    const reply = await server.inject({ method: 'GET', url, query: query as Record<string, string> })
    expect([reply.status, reply.body.message]).toEqual([status, expect.stringContaining(message)])
  })
})
