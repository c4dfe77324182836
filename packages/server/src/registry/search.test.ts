import { expect, it } from 'vitest'
import { createRegisteredModel, createVersion, succeeded, uniqueName } from '../testing/factories.ts'
import { type Json, onEveryDatabase } from '../testing/test-server.ts'

const PROMPT = 'mlflow.prompt.is_prompt'

onEveryDatabase('registry searches', (server) => {
  const searchModels = async (query: Record<string, string | string[]>): Promise<Json> =>
    succeeded(await server.get('registered-models/search', query))
  const searchVersions = async (query: Record<string, string | string[]>): Promise<Json> =>
    succeeded(await server.get('model-versions/search', query))
  const names = ({ registered_models = [] }: Json): string[] => registered_models.map((m: Json) => m.name)
  const versions = ({ model_versions = [] }: Json): string[] =>
    model_versions.map((v: Json) => `${v.name.split('.').pop()}/${v.version}`)

  it('models are found whole, by name', async () => {
    const prefix = uniqueName('whole')
    for (const n of ['b', 'a', 'c']) {
      const name = await createRegisteredModel(server, {
        name: `${prefix}.${n}`,
        tags: [{ key: 'n', value: n }],
      })
      for (let i = 0; i < 2; i++) await createVersion(server, name, { tags: [{ key: 'v', value: n }] })
      succeeded(await server.post('registered-models/alias', { name, alias: 'champion', version: '1' }))
    }
    const { registered_models } = await searchModels({ filter: `name LIKE '${prefix}%'` })
    expect(registered_models.map((m: Json) => m.name)).toEqual(['a', 'b', 'c'].map((n) => `${prefix}.${n}`))
    for (const model of registered_models) {
      const { registered_model } = succeeded(await server.get('registered-models/get', { name: model.name }))
      expect(model).toEqual(registered_model)
      expect(model).toMatchObject({ aliases: [{ version: '1' }], latest_versions: [{ version: '2' }] })
    }
  })

  it('models are filtered, ordered and paged', async () => {
    const prefix = uniqueName('pages')
    for (let i = 0; i < 7; i++) {
      await createRegisteredModel(server, {
        name: `${prefix}.${i}`,
        tags: [{ key: 'even', value: String(i % 2 === 0) }],
      })
    }
    const all = `name LIKE '${prefix}%'`
    const seen: string[] = []
    let page_token = ''
    do {
      const page = await searchModels({ filter: all, max_results: '3', ...(page_token && { page_token }) })
      seen.push(...names(page))
      page_token = page.next_page_token ?? ''
    } while (page_token)
    expect(seen).toEqual(Array.from({ length: 7 }, (_, i) => `${prefix}.${i}`))
    const found = async (filter: string, order_by: string[] = []) =>
      names(await searchModels({ filter: `${all} AND ${filter}`, order_by })).map(
        (name) => name.split('.')[1],
      )
    expect(await found("tags.even = 'true'", ['name DESC'])).toEqual(['6', '4', '2', '0'])
    expect(await found("tags.even != 'true'")).toEqual(['1', '3', '5'])
    expect(await found("tags.even ILIKE 'TR%' AND name != 'x'")).toEqual(['0', '2', '4', '6'])
    expect(await found(`name IN ('${prefix}.3', '${prefix}.1')`)).toEqual(['1', '3'])
    await server.send('PATCH', 'registered-models/update', { name: `${prefix}.4`, description: 'newest' })
    expect((await found("name != 'x'", ['timestamp DESC']))[0]).toBe('4')
  })

  it('asking for none gives a token; pages end with what there is', async () => {
    expect(await searchModels({ max_results: '0' })).toEqual({ next_page_token: 'eyJvZmZzZXQiOiAwfQ==' })
    expect(await searchModels({ filter: "name = 'nobody'" })).toEqual({})
    expect(await searchVersions({ filter: "name = 'nobody'" })).toEqual({})
    const none = await server.get('model-versions/search', { max_results: '0' })
    expect([none.status, none.body.message]).toEqual([
      400,
      'Invalid value for max_results. It must be a positive integer, but got 0',
    ])
    for (const [path, most] of [
      ['registered-models/search', 1000],
      ['model-versions/search', 200_000],
    ] as const) {
      const reply = await server.get(path, { max_results: String(most + 1) })
      expect([reply.status, reply.body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE'])
    }
  })

  it('versions are filtered, ordered and paged', async () => {
    const prefix = uniqueName('versions')
    const [a, b] = [`${prefix}.a`, `${prefix}.b`]
    for (const name of [a, b]) await createRegisteredModel(server, { name })
    await createVersion(server, a, { run_id: 'r1', source: 's3://b/1', tags: [{ key: 't', value: 'x' }] })
    await createVersion(server, a, { source: 's3://b/2' })
    await createVersion(server, b, { run_id: 'r2', source: 's3://c/1', tags: [{ key: 't', value: 'X' }] })
    const found = async (filter: string, order_by: string[] = ['name']) =>
      versions(await searchVersions({ filter: `name LIKE '${prefix}%' AND ${filter}`, order_by }))
    expect(await found("run_id = ''")).toEqual(['a/2'])
    expect(await found("run_id IN ('r1', 'r2')")).toEqual(['a/1', 'b/1'])
    expect(await found("source_path LIKE 's3://b/%'")).toEqual(['a/2', 'a/1'])
    expect(await found('version_number >= 2')).toEqual(['a/2'])
    expect(await found("version_number = '1' AND tags.t = 'x'")).toEqual(['a/1'])
    expect(await found("tags.t ILIKE 'x'", ['name DESC'])).toEqual(['b/1', 'a/1'])
    expect(await found('version_number < 99999999999', ['version_number'])).toEqual(['a/1', 'b/1', 'a/2'])
    await server.send('PATCH', 'model-versions/update', { name: a, version: '1', description: 'newest' })
    expect((await found("name != 'x'", []))[0]).toBe('a/1')
    const filter = `name LIKE '${prefix}%'`
    const first = await searchVersions({ filter, order_by: ['name'], max_results: '2' })
    const rest = await searchVersions({ filter, order_by: ['name'], page_token: first.next_page_token })
    expect([...versions(first), ...versions(rest)]).toEqual(['a/2', 'a/1', 'b/1'])
    expect(rest).not.toHaveProperty('next_page_token')
    succeeded(await server.post('registered-models/alias', { name: b, alias: 'champion', version: '1' }))
    const { model_versions } = await searchVersions({ filter: `name = '${b}'` })
    expect(model_versions[0]).toEqual(
      succeeded(await server.get('model-versions/get', { name: b, version: '1' })).model_version,
    )
  })

  it('prompts are hidden from who does not ask for them, and asked for by the first comparison of their tag', async () => {
    const prefix = uniqueName('prompts')
    const model = async (n: string, value?: string) => {
      const name = `${prefix}.${n}`
      await createRegisteredModel(server, { name, ...(value && { tags: [{ key: PROMPT, value }] }) })
      const prompt = { source: 'dummy-source', tags: [{ key: PROMPT, value: 'true' }] }
      await createVersion(server, name, value === 'true' ? prompt : {})
    }
    await model('m')
    await model('no', 'false')
    await model('p', 'true')
    const asked = async (comparisons: string) => {
      const filter = `name LIKE '${prefix}%'${comparisons}`
      return [
        names(await searchModels({ filter })).map((name) => name.split('.')[1]),
        versions(await searchVersions({ filter, order_by: ['name'] })),
      ]
    }
    const tag = `tags.\`${PROMPT}\``
    const models = [
      ['m', 'no'],
      ['m/1', 'no/1'],
    ]
    const prompts = [['p'], ['p/1']]
    expect(await asked('')).toEqual(models)
    expect(await asked(` AND ${tag} = 'true'`)).toEqual(prompts)
    expect((await asked(` AND ${tag} != 'false'`))[0]).toEqual(['p'])
    for (const other of ["!= 'true'", "= 'false'", "LIKE '%'", "= 'x'"]) {
      expect(await asked(` AND ${tag} ${other}`), other).toEqual(models)
    }
    expect(await asked(` AND ${tag} != 'true' AND ${tag} = 'true'`)).toEqual(models)
    expect(await asked(` AND ${tag} = 'true' AND ${tag} = 'false'`)).toEqual([[], []])
  })

  it.each([
    ['registered-models/search', { filter: 'tags.k IS NULL' }, 500, 'INTERNAL_ERROR'],
    ['registered-models/search', { filter: "run_id = 'a'" }, 400, 'INVALID_PARAMETER_VALUE'],
    ['registered-models/search', { order_by: ['name ASC', 'name DESC'] }, 500, 'INTERNAL_ERROR'],
    ['registered-models/search', { page_token: 'Zm9v' }, 400, 'INVALID_PARAMETER_VALUE'],
    ['model-versions/search', { filter: "current_stage = 'None'" }, 400, 'INVALID_PARAMETER_VALUE'],
    ['model-versions/search', { order_by: ['run_id'] }, 400, 'INVALID_PARAMETER_VALUE'],
  ] as const)('%s %j is refused', async (path, query, status, code) => {
    const reply = await server.get(path, query as unknown as Record<string, string | string[]>)
    expect([reply.status, reply.body.error_code]).toEqual([status, code])
  })
})
