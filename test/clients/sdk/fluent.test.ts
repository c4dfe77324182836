import { mkdirSync, writeFileSync } from 'node:fs'
import {
  type ClientOptions,
  type LoggingFailure,
  type MillraceError,
  NotFoundError,
  Tracker,
  type TrackerOptions,
} from '@millrace/sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeUnless } from '../../helpers/programs.ts'
import { type Scratch, scratch } from '../../helpers/scratch.ts'
import { DOORS, type TestDoor, uniqueName } from './doors.ts'

for (const door of DOORS)
  describeUnless(door.missing, `logging with the SDK: ${door.name}`, () => suite(door))

function suite(door: TestDoor): void {
  let folder: Scratch
  let options: ClientOptions
  let tracker: Tracker
  let close: () => Promise<void>

  beforeAll(async () => {
    folder = scratch('sdk')
    const opened = await door.open(folder)
    ;({ options, close } = opened)
    tracker = new Tracker(options)
    await tracker.setExperiment(uniqueName('fluent'))
  }, 600_000)
  afterAll(async () => {
    await tracker?.close()
    await close?.()
    folder.remove()
  })

  /** A tracker that keeps what it is told. */
  const collecting = (more: TrackerOptions = {}) => {
    const told: { error: MillraceError; failure: LoggingFailure }[] = []
    const made = new Tracker({
      ...options,
      ...more,
      onError: (error, failure) => told.push({ error, failure }),
    })
    return { tracker: made, told }
  }

  test('a run is finished when its function returns, failed when it throws', async () => {
    const id = await tracker.withRun({ name: 'good', description: 'why', tags: { n: 1 } }, async (run) => {
      expect(tracker.activeRun).toBe(run)
      expect((await tracker.client.runs.get(run.runId)).status).toBe('running')
      return run.runId
    })
    expect(tracker.activeRun).toBeUndefined()
    const run = await tracker.client.runs.get(id)
    expect(run).toMatchObject({
      name: 'good',
      status: 'finished',
      tags: { 'mlflow.note.content': 'why', n: '1' },
    })
    expect(run.endTime?.getTime()).toBeGreaterThanOrEqual(run.startTime?.getTime() ?? Number.NaN)
    expect(run.tags['mlflow.user']).toBe(run.userId)

    let failed = ''
    const failing = tracker.withRun(async (run) => {
      failed = run.runId
      throw new Error('diverged')
    })
    await expect(failing).rejects.toThrow('diverged')
    expect((await tracker.client.runs.get(failed)).status).toBe('failed')
  })

  test('runs are nested only when asked to be, each flow in its own run', async () => {
    await tracker.withRun(async (outer) => {
      await expect(tracker.startRun()).rejects.toThrow('nested: true')
      await Promise.all(
        [1, 2].map((i) =>
          tracker.withRun({ nested: true }, async (inner) => {
            await Promise.resolve()
            expect(tracker.activeRun).toBe(inner)
            tracker.activeRun?.logParam('i', i)
          }),
        ),
      )
      const children = await tracker
        .searchRuns({ filter: `tags.mlflow.parentRunId = '${outer.runId}'` })
        .rows()
      expect(children.map((row) => row['params.i']).sort()).toEqual(['1', '2'])
    })
  })

  test('metrics, params and tags arrive complete and in order', async () => {
    const COUNT = 5_500
    const run = await tracker.startRun({ name: 'many' })
    for (let step = 0; step < COUNT; step++) {
      run.logMetric('loss', step / 7, { step, timestamp: 1_795_000_000_000 + step })
    }
    run.logMetrics({ nan: Number.NaN, far: Number.POSITIVE_INFINITY, big: 12n }, { step: 2n ** 60n })
    for (let i = 0; i < 250; i++) run.logParam(`p${i}`, i)
    run.logParams({ text: 'a\n"ü"', when: new Date(0), shape: [1, 2], nothing: null, on: true })
    for (let i = 0; i < 20; i++) run.setTag('state', i)
    await run.end()

    const logged = await tracker.client.runs.get(run.runId)
    expect(logged.metrics).toMatchObject({ loss: (COUNT - 1) / 7, nan: Number.NaN, big: 12 })
    expect(logged.latestMetrics.find(({ key }) => key === 'big')?.step).toBe(2n ** 60n)
    expect(logged.params).toMatchObject({
      p249: '249',
      text: 'a\n"ü"',
      when: '1970-01-01T00:00:00.000Z',
      shape: '[1,2]',
      nothing: 'null',
      on: 'true',
    })
    expect(Object.keys(logged.params)).toHaveLength(255)
    expect(logged.tags.state).toBe('19')
    const history = await tracker.client.metrics.history(run.runId, 'loss').all()
    expect(history.map(({ step }) => step)).toEqual(Array.from({ length: COUNT }, (_, step) => step))
    expect(history[1234]).toMatchObject({ value: 1234 / 7, timestamp: 1_795_000_001_234 })
  })

  test('what is bad is told, and takes nothing else with it', async () => {
    const { tracker: own, told } = collecting()
    const run = await own.startRun({ experimentId: '0' })
    for (let i = 0; i < 300; i++) run.logMetric(i === 123 ? 'bad\nkey' : `m${i}`, i)
    run.logParam('once', 1)
    await run.flush()
    run.logParam('once', 2)
    run.logMetric('text', 'x' as unknown as number)
    run.logMetric('half', 1, { step: 0.5 })
    const circle: Record<string, unknown> = {}
    circle.self = circle
    run.logParam('circle', circle)
    run.logParam('function', (() => {}) as unknown as object)
    run.logParam('huge', '😀'.repeat(5_000_000))
    run.setTag('huge', 'y'.repeat(10_000_000))
    await run.logDict(circle, 'circle.json')
    await run.logText('x', '../out.txt')
    await run.end()
    run.logMetric('late', 1)

    const logged = await own.client.runs.get(run.runId)
    expect(Object.keys(logged.metrics)).toHaveLength(299)
    expect(logged.params).toEqual({ once: '1', huge: '😀'.repeat(6000) })
    expect(logged.tags.huge).toBe('y'.repeat(8000))
    expect(logged.status).toBe('finished')
    const whats = told.map(({ failure }) => failure.what)
    for (const what of [
      "metric 'bad\nkey'",
      "param 'once'",
      "metric 'text'",
      "metric 'half'",
      "param 'circle'",
      "param 'function'",
      "the end of the param 'huge'",
      "the end of the tag 'huge'",
      'circle.json',
      '../out.txt',
      "metric 'late'",
    ]) {
      expect(whats.filter((one) => one.includes(what))).toHaveLength(1)
    }
    expect(whats).toHaveLength(11)
    await own.close()
  })

  test('onError may end the training', async () => {
    const own = new Tracker({
      ...options,
      onError: (error) => {
        throw error
      },
    })
    const failing = own.withRun({ experimentId: '0' }, async (run) => {
      run.logMetric('x', 1, { step: 0.5 })
      await run.flush()
    })
    await expect(failing).rejects.toThrow('no whole number')
    await own.close()
  })

  test('files have the shapes and names of the Python client', async () => {
    const run = await tracker.startRun()
    await run.logText('héllo', 'x/t.txt')
    await run.logDict({ a: 1, b: [1, 'ü'], n: null }, 'd.json')
    await run.logTable({ q: ['a', 'b'], n: [1, 2.5] }, 'tab.json')
    await run.logTable([{ q: 'c', z: 'ü' }], 'tab.json')
    await run.logImage({ data: new Uint8Array(300 * 4).fill(9), width: 300, height: 1 }, 'dogs/x', {
      step: 3,
      timestamp: 5,
    })
    await run.logFigure('<svg xmlns="http://www.w3.org/2000/svg"/>', 'plots/a.svg')
    await run.logFigure({ data: [{ y: [1, 2] }], layout: { title: '</script>' } }, 'plots/b.html')
    mkdirSync(folder.file('local/deep'), { recursive: true })
    writeFileSync(folder.file('local/one.txt'), 'one')
    writeFileSync(folder.file('local/deep/two.txt'), 'two')
    await run.logArtifact(folder.file('local/one.txt'), 'single')
    await run.logArtifacts(folder.file('local'), 'whole')
    await run.end()

    const read = async (path: string) => (await tracker.loadArtifact(`runs:/${run.runId}/${path}`)).text()
    expect(await read('x/t.txt')).toBe('héllo')
    expect(await read('d.json')).toBe('{\n  "a": 1,\n  "b": [\n    1,\n    "\\u00fc"\n  ],\n  "n": null\n}')
    expect(await read('tab.json')).toBe(
      '{"columns":["q","n","z"],"data":[["a",1,null],["b",2.5,null],["c",null,"\\u00fc"]]}',
    )
    expect(await read('plots/b.html')).not.toContain('"</script>"')
    expect(await read('single/one.txt')).toBe('one')
    expect(await read('whole/deep/two.txt')).toBe('two')
    const { tags } = await tracker.client.runs.get(run.runId)
    expect(tags['mlflow.loggedArtifacts']).toBe('[{"path": "tab.json", "type": "table"}]')
    expect(tags['mlflow.loggedImages']).toBe('True')
    const images = (await tracker.client.artifacts.list(run.runId, 'images').all()).map(({ path }) => path)
    expect(images).toEqual([
      expect.stringMatching(/^images\/dogs~x\+step\+3\+timestamp\+5\+[0-9a-f-]{36}\+compressed\.webp$/),
      expect.stringMatching(/^images\/dogs~x\+step\+3\+timestamp\+5\+[0-9a-f-]{36}\.png$/),
    ])
  })

  test('data sets, models and their registration hang together', async () => {
    const registeredName = uniqueName('registered')
    const model = await tracker.withRun(async (run) => {
      await run.logInput({ name: 'iris', source: 'https://example.org/iris.csv' }, { context: 'training' })
      return run.logModel({
        name: 'tree',
        flavors: { tfjs: { data: 'model.json' } },
        files: { 'model.json': '{"a":1}', 'weights/w.bin': new Uint8Array([1, 2, 3]) },
        params: { depth: 3 },
        signature: { inputs: [{ type: 'double', name: 'x', required: true }] },
        registeredName,
      })
    })
    expect(model).toMatchObject({ status: 'ready', name: 'tree', params: { depth: '3' } })
    const run = await tracker.client.runs.get(model.sourceRunId ?? '')
    expect(run.outputModels).toEqual([{ modelId: model.modelId, step: 0 }])
    expect(run.datasets).toMatchObject([
      {
        dataset: { name: 'iris', sourceType: 'http', source: '{"url": "https://example.org/iris.csv"}' },
        tags: { 'mlflow.data.context': 'training' },
      },
    ])
    const again = await tracker.registerModel(`runs:/${run.runId}/tree`, registeredName)
    expect(again).toMatchObject({ version: '2', runId: run.runId, source: `models:/${model.modelId}` })
    await tracker.client.registry.setAlias(registeredName, 'live', '1')
    for (const uri of [
      `models:/${model.modelId}`,
      `models:/${registeredName}/2`,
      `models:/${registeredName}@live`,
    ]) {
      expect(await (await tracker.loadArtifact(`${uri}/model.json`)).text()).toBe('{"a":1}')
      expect(await (await tracker.loadArtifact(`${uri}/MLmodel`)).text()).toContain(
        `model_id: "${model.modelId}"`,
      )
    }
    await expect(tracker.loadArtifact(`models:/${model.modelId}/none`)).rejects.toThrow(NotFoundError)
    const linked = await tracker.client.loggedModels.get(model.modelId)
    expect(JSON.parse(linked.tags['mlflow.modelVersions'] ?? '[]')).toMatchObject([
      { name: registeredName, version: 1 },
      { name: registeredName, version: 2 },
    ])
  })

  test('a run is gone on with, and logs how busy the machine is', async () => {
    const env = { ...options.env, MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL: '0.1' }
    const { tracker: own, told } = collecting({ env, systemMetrics: true })
    const first = await own.startRun({ experimentId: '0' })
    await new Promise((resolve) => setTimeout(resolve, 500))
    await first.end()
    const second = await own.startRun({ runId: first.runId })
    await second.end()
    const points = await own.client.metrics.history(first.runId, 'system/cpu_utilization_percentage').all()
    expect(points.length).toBeGreaterThan(2)
    expect(points.map(({ step }) => step)).toEqual(points.map((_, i) => i))
    const { metrics, status } = await own.client.runs.get(first.runId)
    expect(status).toBe('finished')
    expect(metrics['system/system_memory_usage_percentage']).toBeGreaterThan(0)
    expect(metrics['system/disk_available_megabytes']).toBeGreaterThan(0)
    expect(told).toEqual([])
    await own.close()
  })
}
