import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { createExperiment, succeeded, uniqueName } from '../testing/factories.ts'
import { type Json, onEveryDatabase, type Reply } from '../testing/test-server.ts'

const ROOT = '/api/3.0/mlflow/datasets'

onEveryDatabase('evaluation datasets', (server) => {
  const create = async (fields: object = {}): Promise<string> =>
    succeeded(await server.post(`${ROOT}/create`, { name: uniqueName(), ...fields })).dataset.dataset_id
  const get = async (id: string): Promise<Json> => succeeded(await server.get(`${ROOT}/${id}`)).dataset
  const upsertText = (id: string, records: string): Promise<Reply> =>
    server.post(`${ROOT}/${id}/records`, { records })
  const upsert = async (id: string, ...records: object[]): Promise<Json> =>
    succeeded(await upsertText(id, JSON.stringify(records)))
  const recordsText = async (id: string): Promise<string> =>
    succeeded(await server.get(`${ROOT}/${id}/records`)).records
  const records = async (id: string): Promise<Json[]> => JSON.parse(await recordsText(id))
  const experimentsOf = async (id: string): Promise<string[]> =>
    succeeded(await server.get(`${ROOT}/${id}/experiment-ids`)).experiment_ids ?? []
  const search = async (body: object): Promise<string[]> => {
    const { datasets = [] } = succeeded(await server.post(`${ROOT}/search`, body))
    return datasets.map((dataset: Json) => dataset.name)
  }

  it('a new dataset has its tags as text, its maker from a tag, and its experiments', async () => {
    const tags = { k: 'v', n: 1.5, b: true, o: { a: [1, 'x', null] }, gone: null, 'mlflow.user': 'ann' }
    const id = await create({ experiment_ids: ['0'], tags: JSON.stringify(tags) })
    expect(id).toMatch(/^d-[0-9a-f]{32}$/)
    const dataset = await get(id)
    expect(dataset).toMatchObject({ created_by: 'ann', last_updated_by: 'ann' })
    expect(JSON.parse(dataset.tags)).toEqual({
      k: 'v',
      n: '1.5',
      b: 'True',
      o: "{'a': [1, 'x', None]}",
      'mlflow.user': 'ann',
    })
    expect(await experimentsOf(id)).toEqual(['0'])
  })

  it('records with the same inputs are one: expectations and tags are merged, outputs replaced', async () => {
    const id = await create()
    const first = { inputs: { q: 'a', n: 1 }, expectations: { e: 'x' }, tags: { t: '1' }, outputs: 'o' }
    const again = { inputs: { n: 1, q: 'a' }, expectations: { f: 'y' }, tags: { t: '2' }, outputs: [1] }
    expect(await upsert(id, first, { inputs: { q: 'b' } })).toEqual({ inserted_count: 2, updated_count: 0 })
    expect(await upsert(id, again, { inputs: { q: 'c' } }, { inputs: { q: 'c' }, tags: { x: 1 } })).toEqual({
      inserted_count: 1,
      updated_count: 2,
    })
    const all = await records(id)
    const by = (q: string) => all.find((record) => record.inputs.q === q)
    expect(by('a')).toMatchObject({ expectations: { e: 'x', f: 'y' }, tags: { t: '2' }, outputs: [1] })
    expect(by('b')).toMatchObject({ tags: {}, outputs: {} })
    expect(by('c').tags).toEqual({ x: 1 })
    const { schema, profile } = await get(id)
    expect(JSON.parse(profile)).toEqual({ num_records: 3 })
    expect(JSON.parse(schema)).toEqual({
      inputs: { q: 'string', n: 'integer' },
      outputs: 'string',
      expectations: { e: 'string', f: 'string' },
      version: '1.0',
    })
  })

  it('numbers are kept as they were written, and make the record the one that MLflow would make', async () => {
    const id = await create()
    const inputs = '{"whole": 1.0, "long": 12345678901234567890, "small": 1e-7, "text": "é🏦", "A": 1}'
    const python =
      '{"A": 1, "long": 12345678901234567890, "small": 1e-07, "text": "\\u00e9\\ud83c\\udfe6", "whole": 1.0}'
    succeeded(await upsertText(id, `[{"inputs": ${inputs}}]`))
    expect(await recordsText(id)).toContain('"whole": 1.0, "long": 12345678901234567890, "small": 1e-07')
    const { db } = server.running.deps
    const [row] = await db.query(
      db.builder.selectFrom('evaluation_dataset_records').select('input_hash').where('dataset_id', '=', id),
    )
    expect(row?.input_hash).toBe(createHash('sha256').update(python).digest('hex'))
    expect(await upsertText(id, `[{"inputs": ${inputs.replace('1.0', '1')}}]`)).toMatchObject({
      body: { inserted_count: 1 },
    })
  })

  it('where a record came from is kept, with the id of its trace', async () => {
    const id = await create()
    const source = { source_type: 'trace', source_data: { trace_id: 'tr-1' } }
    await upsert(id, { inputs: { a: 1 }, source }, { inputs: { a: 2 }, source: {} })
    const [traced, plain] = (await records(id)).sort((a, b) => a.inputs.a - b.inputs.a)
    expect(traced).toMatchObject({
      source: { source_type: 'TRACE', source_data: { trace_id: 'tr-1' } },
      source_id: 'tr-1',
      source_type: 'TRACE',
    })
    expect(plain).not.toHaveProperty('source')
  })

  it('a thousand records are written at once, paged, and deleted', async () => {
    const id = await create()
    const many = Array.from({ length: 1000 }, (_, i) => ({ inputs: { i } }))
    expect(await upsert(id, ...many)).toEqual({ inserted_count: 1000, updated_count: 0 })
    const seen = new Map<number, string>()
    let page_token = ''
    do {
      const page = succeeded(await server.get(`${ROOT}/${id}/records`, { max_results: '300', page_token }))
      for (const record of JSON.parse(page.records)) seen.set(record.inputs.i, record.dataset_record_id)
      page_token = page.next_page_token ?? ''
    } while (page_token)
    expect(seen.size).toBe(1000)
    const dataset_record_ids = [...seen.values()].slice(0, 400)
    const remove = () => server.send('DELETE', `${ROOT}/${id}/records`, { dataset_record_ids })
    expect(succeeded(await remove())).toEqual({ deleted_count: 400 })
    expect(succeeded(await remove())).toEqual({ deleted_count: 0 })
    expect(JSON.parse((await get(id)).profile)).toEqual({ num_records: 600 })
  })

  it('records that another program left without outputs, expectations and tags take new ones', async () => {
    const id = await create()
    await upsert(id, { inputs: { a: 1 }, tags: { t: '1' } }, { inputs: { a: 2 } })
    const { db, writer } = server.running.deps
    await writer.write((tx) =>
      tx.query(
        db.builder
          .updateTable('evaluation_dataset_records')
          .set({ outputs: null, expectations: null, tags: null, source: null })
          .where('dataset_id', '=', id),
      ),
    )
    for (const record of await records(id)) expect(Object.keys(record)).not.toContain('tags')
    const sent = { inputs: { a: 1 }, tags: { t: '2' }, expectations: { e: 1.0 } }
    expect(await upsert(id, sent, { inputs: { a: 2 } })).toEqual({ inserted_count: 0, updated_count: 2 })
    const [first, second] = (await records(id)).sort((a, b) => a.inputs.a - b.inputs.a)
    expect(first).toMatchObject({ tags: { t: '2' }, expectations: { e: 1 } })
    expect(first).not.toHaveProperty('outputs')
    expect(second).not.toHaveProperty('expectations')
  })

  it('a thousand records are changed as they were added, whatever is in them', async () => {
    const id = await create()
    const texts = ['"', '\\', '{}', 'é🏦', "'", '\n', 'NULL', '']
    const many = Array.from({ length: 1000 }, (_, i) => ({ inputs: { i, text: texts[i % texts.length] } }))
    await upsert(id, ...many)
    const changed = many.map(({ inputs }) => ({ inputs, outputs: inputs, tags: inputs }))
    expect(await upsert(id, ...changed)).toEqual({ inserted_count: 0, updated_count: 1000 })
    for (const { inputs, outputs, tags } of await records(id)) {
      expect(outputs).toEqual(inputs)
      expect(tags).toEqual(inputs)
    }
  })

  it('the same record sent by many at once is there once', async () => {
    const id = await create()
    const replies = await Promise.all(
      Array.from({ length: 12 }, (_, i) => upsert(id, { inputs: { a: 1 }, tags: { [i]: 1 } })),
    )
    expect(replies.reduce((sum, reply) => sum + reply.inserted_count, 0)).toBe(1)
    const [record, ...others] = await records(id)
    expect(others).toEqual([])
    expect(Object.keys(record.tags)).toHaveLength(12)
  })

  it('tags are set, replaced and deleted; experiments are added and removed', async () => {
    const id = await create()
    const set = async (tags: object) =>
      succeeded(await server.send('PATCH', `${ROOT}/${id}/tags`, { tags: JSON.stringify(tags) }))
    await set({ a: '1', b: 2 })
    await set({ a: '3', b: null })
    expect(JSON.parse((await get(id)).tags)).toEqual({ a: '3', b: '2' })
    succeeded(await server.send('DELETE', `${ROOT}/${id}/tags/a`, {}))
    expect(JSON.parse((await get(id)).tags)).toEqual({ b: '2' })

    const experiment_ids = [await createExperiment(server), await createExperiment(server)]
    const change = (what: string, ids: string[]) =>
      server.post(`${ROOT}/${id}/${what}-experiments`, { experiment_ids: ids })
    succeeded(await change('add', experiment_ids))
    succeeded(await change('add', experiment_ids))
    expect((await experimentsOf(id)).sort()).toEqual([...experiment_ids].sort())
    succeeded(await change('remove', [experiment_ids[0] ?? '', '77']))
    expect(await experimentsOf(id)).toEqual([experiment_ids[1]])
    expect(await change('add', ['987654'])).toMatchObject({
      status: 404,
      body: { message: 'No Experiment with id=987654' },
    })
  })

  it('datasets are found by name, tag, time and experiment, and ordered', async () => {
    const experiment = await createExperiment(server)
    const name = uniqueName('found')
    const experiment_ids = [experiment]
    for (const letter of ['B', 'a', 'c']) {
      await create({ name: `${name}${letter}`, experiment_ids, tags: JSON.stringify({ letter }) })
    }
    const found = async (filter_string: string, order_by = ['name']) =>
      (await search({ experiment_ids, filter_string, order_by })).map((one) => one.slice(name.length))
    expect(await found('')).toEqual(['B', 'a', 'c'])
    expect(await found('', ['name DESC'])).toEqual(['c', 'a', 'B'])
    expect(await found("tags.letter ILIKE 'b'")).toEqual(['B'])
    expect(await found("tags.letter != 'a' AND created_time > 0")).toEqual(['B', 'c'])
    expect(await found(`name IN ('${name}a', '${name}c')`)).toEqual(['a', 'c'])
    expect(await search({ experiment_ids: ['987654'] })).toEqual([])
    const page = succeeded(await server.post(`${ROOT}/search`, { experiment_ids, max_results: 2 }))
    expect(page.datasets).toHaveLength(2)
    expect(await search({ experiment_ids, max_results: 2, page_token: page.next_page_token })).toHaveLength(1)
    const byQuery = await server.get(`${ROOT}/search`, { experiment_ids, max_results: '3' })
    expect(succeeded(byQuery).datasets).toHaveLength(3)
  })

  it('a deleted dataset takes its records and tags along; deleting it again is no error', async () => {
    const id = await create({ experiment_ids: ['0'], tags: '{"a": "b"}' })
    await upsert(id, { inputs: { a: 1 } })
    for (let i = 0; i < 2; i++)
      expect(succeeded(await server.send('DELETE', `${ROOT}/${id}`, {}))).toEqual({})
    expect(await server.get(`${ROOT}/${id}`)).toMatchObject({
      status: 404,
      body: { message: `Evaluation dataset with id '${id}' not found` },
    })
    expect(await records(id)).toEqual([])
    expect(await experimentsOf(id)).toEqual([])
  })

  it.each([
    ['x', 'does not hold JSON'],
    ['{}', 'must hold a JSON list'],
    ['[1]', 'records[0] must be a JSON object'],
    ['[{"inputs": 5}]', 'records[0].inputs must be'],
    ['[{"inputs": null}]', 'records[0].inputs must be'],
    ['[{}, {"tags": 5}]', 'records[1].tags must be'],
    ['[{"expectations": []}]', 'records[0].expectations must be'],
    [
      '[{"source": {"source_type": "WHAT"}}]',
      'Invalid dataset record source type: WHAT. Valid source types:',
    ],
    ['[{"source": {"source_data": {}}}]', 'needs a source_type'],
    ['[{"source": {"source_type": "CODE", "zz": 1}}]', "knows no 'zz'"],
    [`[{"inputs": ${'['.repeat(100_000)}${']'.repeat(100_000)}}]`, 'records'],
  ])('records that are wrong are refused and nothing is written (%#)', async (text, message) => {
    const id = await create()
    const reply = await upsertText(id, text)
    expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
    expect(reply.body.message).toContain(message)
    expect(await records(id)).toEqual([])
  })

  it.each([
    ['create', { name: 'd', tags: '{' }],
    ['create', { name: 'd', tags: '[1]' }],
    ['create', { name: 'd', experiment_ids: '0' }],
    ['search', { max_results: -1 }],
    ['search', { page_token: 'x' }],
    ['search', { filter_string: 'tags.k IS NULL' }],
    ['search', { order_by: ['created_by'] }],
  ])('%s refuses what is wrong (%#)', async (call, body) => {
    const reply = await server.post(`${ROOT}/${call}`, body)
    expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
  })

  it('an experiment that is given twice, and records of no dataset, are refused without SQL', async () => {
    for (const reply of [
      await server.post(`${ROOT}/create`, { name: 'd', experiment_ids: ['0', '0'] }),
      await upsertText('d-none', '[{"inputs": {"a": 1}}]'),
    ]) {
      expect(reply).toMatchObject({ status: 400, body: { error_code: 'BAD_REQUEST' } })
      expect(reply.text).not.toMatch(/insert|select/i)
    }
  })
})
