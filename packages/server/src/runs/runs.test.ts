import { expect, it } from 'vitest'
import { byKey, createExperiment, createRun, createRunWith, getRun, succeeded } from '../testing/factories.ts'
import { onEveryDatabase } from '../testing/test-server.ts'

onEveryDatabase('runs', (server) => {
  it('a new run is running, named, tagged, and found as it was answered', async () => {
    const experiment_id = await createExperiment(server)
    const { run } = succeeded(
      await server.post('runs/create', {
        experiment_id,
        user_id: 'мария',
        run_name: 'първи опит',
        start_time: 1_764_000_000_000,
        tags: [{ key: 'mlflow.source.name', value: 'train.py' }],
      }),
    )
    const { run_id } = run.info
    expect(run_id).toMatch(/^[0-9a-f]{32}$/)
    expect(run.info).toEqual({
      run_uuid: run_id,
      experiment_id,
      run_name: 'първи опит',
      user_id: 'мария',
      status: 'RUNNING',
      start_time: 1_764_000_000_000,
      artifact_uri: `mlflow-artifacts:/${experiment_id}/${run_id}/artifacts`,
      lifecycle_stage: 'active',
      run_id,
    })
    expect(byKey(run.data.tags)).toEqual({ 'mlflow.source.name': 'train.py', 'mlflow.runName': 'първи опит' })
    const found = await getRun(server, run_id)
    expect(found.info).toEqual(run.info)
    expect(byKey(found.data.tags)).toEqual(byKey(run.data.tags))
    expect(found).toMatchObject({ inputs: {}, outputs: {} })
  })

  it('a run without a name gets one, in the field and in the tag', async () => {
    const { info, data } = await getRun(server, await createRun(server))
    expect(info.run_name).toMatch(/^[a-z]+-[a-z]+-\d+$/)
    expect(byKey(data.tags)['mlflow.runName']).toBe(info.run_name)
  })

  it('the name may come as a tag', async () => {
    const tags = [{ key: 'mlflow.runName', value: 'by tag' }]
    expect((await getRun(server, await createRun(server, { tags }))).info.run_name).toBe('by tag')
    const experiment_id = await createExperiment(server)
    const reply = await server.post('runs/create', { experiment_id, run_name: 'other', tags })
    expect(reply.body.error_code).toBe('INVALID_PARAMETER_VALUE')
  })

  it('nested runs keep the tag that names their parent', async () => {
    const parent = await createRun(server)
    const child = await createRun(server, { tags: [{ key: 'mlflow.parentRunId', value: parent }] })
    expect(byKey((await getRun(server, child)).data.tags)['mlflow.parentRunId']).toBe(parent)
  })

  it('a run is finished, and renamed with its tag', async () => {
    const run_id = await createRun(server)
    const update = { run_id, status: 'FINISHED', end_time: 1_764_000_000_123, run_name: 'done' }
    const { run_info } = succeeded(await server.post('runs/update', update))
    const { info, data } = await getRun(server, run_id)
    expect(run_info).toEqual(info)
    expect(info).toMatchObject({ status: 'FINISHED', end_time: 1_764_000_000_123, run_name: 'done' })
    expect(byKey(data.tags)['mlflow.runName']).toBe('done')
  })

  it.each([
    ['RUNNING', 'RUNNING'],
    ['SCHEDULED', 'SCHEDULED'],
    ['FAILED', 'FAILED'],
    ['KILLED', 'KILLED'],
    [3, 'FINISHED'],
    ['3', 'FINISHED'],
  ])('the status %j is kept as %s', async (status, expected) => {
    const run_id = await createRun(server)
    succeeded(await server.post('runs/update', { run_id, status }))
    expect((await getRun(server, run_id)).info.status).toBe(expected)
  })

  it('times beyond 2^53 come back digit by digit', async () => {
    const experiment_id = await createExperiment(server)
    const created = await server.post(
      'runs/create',
      `{"experiment_id":"${experiment_id}","start_time":9007199254740993}`,
    )
    expect(created.status).toBe(200)
    expect(created.text).toMatch(/"start_time": ?9007199254740993\b/)
    const { run_id } = created.body.run.info
    const updated = await server.post('runs/update', `{"run_id":"${run_id}","end_time":9223372036854775807}`)
    expect(updated.text).toMatch(/"end_time": ?9223372036854775807\b/)
    expect((await server.post('runs/update', { run_id, status: 'FINISHED' })).status).toBe(200)
    const found = await server.get('runs/get', { run_id })
    expect(found.text).toMatch(/"start_time": ?9007199254740993\b/)
    expect(found.text).toMatch(/"end_time": ?9223372036854775807\b/)
  })

  it('deleting and restoring change the stage, and twice is once', async () => {
    const run_id = await createRun(server)
    for (const [verb, stage] of [
      ['delete', 'deleted'],
      ['delete', 'deleted'],
      ['restore', 'active'],
      ['restore', 'active'],
    ]) {
      succeeded(await server.post(`runs/${verb}`, { run_id }))
      expect((await getRun(server, run_id)).info.lifecycle_stage).toBe(stage)
    }
  })

  it('a deleted run takes no writes', async () => {
    const run_id = await createRun(server)
    succeeded(await server.post('runs/delete', { run_id }))
    const before = await server.contents()
    const calls: [verb: string, body: object][] = [
      ['log-metric', { key: 'k', value: 1, timestamp: 1 }],
      ['log-parameter', { key: 'k', value: '1' }],
      ['set-tag', { key: 'k', value: '1' }],
      ['delete-tag', { key: 'mlflow.runName' }],
      ['log-batch', { metrics: [{ key: 'k', value: 1, timestamp: 1 }] }],
      ['log-inputs', { datasets: [] }],
      ['outputs', { models: [{ model_id: 'm-1' }] }],
      ['update', { status: 'FINISHED' }],
    ]
    for (const [verb, body] of calls) {
      const reply = await server.post(`runs/${verb}`, { run_id, ...body })
      expect([verb, reply.body.error_code]).toEqual([verb, 'INVALID_PARAMETER_VALUE'])
    }
    expect(await server.contents()).toEqual(before)
  })

  it.each([
    ['get', {}],
    ['update', { status: 'FINISHED' }],
    ['delete', {}],
    ['restore', {}],
    ['log-metric', { key: 'k', value: 1, timestamp: 1 }],
    ['log-parameter', { key: 'k', value: '1' }],
    ['set-tag', { key: 'k', value: '1' }],
    ['delete-tag', { key: 'k' }],
    ['log-batch', { params: [{ key: 'k', value: '1' }] }],
    ['log-inputs', { datasets: [] }],
    ['outputs', { models: [{ model_id: 'm-1' }] }],
  ])('%s of a run that is not there answers 404', async (verb, body) => {
    const run_id = '0'.repeat(32)
    const reply =
      verb === 'get'
        ? await server.get('runs/get', { run_id })
        : await server.post(`runs/${verb}`, { run_id, ...body })
    expect(reply).toMatchObject({
      status: 404,
      body: { error_code: 'RESOURCE_DOES_NOT_EXIST', message: `Run with id=${run_id} not found` },
    })
  })

  it.each([
    ['get', {}],
    ['update', {}],
    ['delete', {}],
    ['restore', {}],
    ['log-metric', { key: 'k', value: 1, timestamp: 1 }],
    ['log-batch', {}],
  ])('%s without a run id names what is missing', async (verb, body) => {
    const reply = verb === 'get' ? await server.get('runs/get') : await server.post(`runs/${verb}`, body)
    expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
    expect(reply.body.message).toContain("Missing value for required parameter 'run_id'")
  })

  it.each([
    ['create', { experiment_id: '0', start_time: 'yesterday' }, 'start_time'],
    ['create', { experiment_id: '0', start_time: 1.5 }, 'start_time'],
    ['create', { experiment_id: '0', tags: [{ key: 'k', value: 7 }] }, 'value'],
    ['create', { experiment_id: '0', tags: { key: 'k', value: 'v' } }, 'tags'],
    ['create', { experiment_id: '0', run_name: 'nul\0' }, 'run_name'],
    ['create', { experiment_id: '0', tags: [{ key: 'lone', value: '\udc00' }] }, 'value'],
    ['create', { experiment_id: 'none' }, "Invalid experiment ID 'none'"],
  ])('%s refuses what is wrong and changes nothing (%#)', async (verb, body, message) => {
    const before = await server.contents()
    const reply = await server.post(`runs/${verb}`, body)
    expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
    expect(reply.body.message).toContain(message)
    expect(await server.contents()).toEqual(before)
  })

  it('a tag is deleted, and is not there to be deleted twice', async () => {
    const run_id = await createRunWith(server, {}, { tags: [{ key: 'gone', value: 'soon' }] })
    succeeded(await server.post('runs/delete-tag', { run_id, key: 'gone' }))
    expect(byKey((await getRun(server, run_id)).data.tags)).not.toHaveProperty('gone')
    const again = await server.post('runs/delete-tag', { run_id, key: 'gone' })
    expect(again).toMatchObject({ status: 404, body: { error_code: 'RESOURCE_DOES_NOT_EXIST' } })
  })

  it('setting the name tag renames the run', async () => {
    const run_id = await createRun(server)
    succeeded(await server.post('runs/set-tag', { run_id, key: 'mlflow.runName', value: 'by set-tag' }))
    expect((await getRun(server, run_id)).info.run_name).toBe('by set-tag')
    const tags = [{ key: 'mlflow.runName', value: 'by batch' }]
    succeeded(await server.post('runs/log-batch', { run_id, tags }))
    expect((await getRun(server, run_id)).info.run_name).toBe('by batch')
  })

  it('a run never loses its name', async () => {
    const run_id = await createRun(server, { run_name: 'kept' })
    const tag = { key: 'mlflow.runName', value: '' }
    succeeded(await server.post('runs/set-tag', { run_id, ...tag }))
    succeeded(await server.post('runs/log-batch', { run_id, tags: [tag] }))
    succeeded(await server.post('runs/update', { run_id, run_name: '' }))
    const { info, data } = await getRun(server, run_id)
    expect([info.run_name, byKey(data.tags)['mlflow.runName']]).toEqual(['kept', 'kept'])
  })

  it('a tag given twice is refused, the run with it', async () => {
    const before = await server.contents()
    const tags = [
      { key: 'k', value: '1' },
      { key: 'k', value: '1' },
    ]
    const reply = await server.post('runs/create', { experiment_id: '0', tags })
    expect(reply).toMatchObject({ status: 400, body: { error_code: 'BAD_REQUEST' } })
    expect(await server.contents()).toEqual(before)
  })

  it('run_uuid stands in for run_id, as old clients send it', async () => {
    const run_id = await createRun(server)
    succeeded(await server.post('runs/log-parameter', { run_uuid: run_id, key: 'k', value: 'v' }))
    expect(succeeded(await server.get('runs/get', { run_uuid: run_id })).run.data.params).toEqual([
      { key: 'k', value: 'v' },
    ])
  })
})
