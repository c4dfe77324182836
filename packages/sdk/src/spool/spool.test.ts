import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SpoolError } from '../errors.ts'
import { sync } from '../sync.ts'
import { FakeServer } from '../testing/fake-server.ts'
import { Tracker } from '../tracker.ts'

let folder: string
let spool: string
let server: FakeServer
let trackers: Tracker[]
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-spool-'))
  spool = join(folder, 'unsent')
  server = new FakeServer()
  await server.start()
  trackers = []
})
afterEach(async () => {
  await server.stop()
  for (const one of trackers) await one.close()
  rmSync(folder, { recursive: true, force: true })
})

const QUICK = {
  MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR: '0.01',
  MLFLOW_HTTP_REQUEST_BACKOFF_JITTER: '0.01',
  MLFLOW_EXPERIMENT_ID: '7',
}

function tracker(told: unknown[] = []): Tracker {
  const onError = (error: unknown) => void told.push(error)
  const made = new Tracker({ trackingUri: server.url, spool, onError, env: QUICK })
  trackers.push(made)
  return made
}

const range = (from: number, to: number, run = 'r0') =>
  Array.from({ length: to - from }, (_, i) => `${run} loss ${from + i}`)

test('a server that is away is ridden out, each value arrives once and in order', async () => {
  const told: unknown[] = []
  const own = tracker(told)
  const run = await own.startRun()
  for (let step = 0; step < 3000; step++) run.logMetric('loss', 1, { step })
  await run.flush()
  expect(server.points).toEqual(range(0, 3000))
  await server.stop()
  for (let step = 3000; step < 6000; step++) run.logMetric('loss', 1, { step })
  await run.flush()
  expect(told).toMatchObject([
    { name: 'ConnectionError', message: expect.stringContaining(`waits in ${spool}`) },
  ])
  await server.start()
  await run.end()
  await own.close()
  expect(server.points).toEqual(range(0, 6000))
  expect(server.runs).toMatchObject([{ status: 'FINISHED' }])
  expect(existsSync(spool)).toBe(false)
})

test('what is left at the end is synced later, once', async () => {
  const own = tracker()
  const run = await own.startRun()
  await server.stop()
  for (let step = 0; step < 2500; step++) run.logMetric('loss', 1, { step })
  await run.end()
  await own.close()
  expect(existsSync(spool)).toBe(true)
  await expect(sync(spool, { env: QUICK })).rejects.toMatchObject({ name: 'ConnectionError' })
  await server.start()
  expect(await sync(spool, { env: QUICK })).toEqual({ sent: 2501, refused: [] })
  expect(server.points).toEqual(range(0, 2500))
  expect(server.runs).toMatchObject([{ status: 'FINISHED' }])
  expect(existsSync(spool)).toBe(false)
})

test('a run that begins while the server is away begins there later, once even when the answer is lost', async () => {
  await server.stop()
  const own = tracker()
  await own.withRun({ name: 'offline' }, async (run) => {
    expect(run.runId).toMatch(/^later-/)
    run.logMetric('loss', 1, { step: 5 })
  })
  await own.close()
  await server.start()
  server.losesAnswers = true
  await expect(sync(spool, { env: QUICK })).rejects.toThrow()
  server.losesAnswers = false
  await sync(spool, { env: QUICK })
  expect(server.runs).toMatchObject([{ name: 'offline', status: 'FINISHED' }])
  expect(server.points).toEqual(['r0 loss 5'])
})

test('a process that is killed loses nothing that was flushed', async () => {
  const own = tracker()
  const { runId } = await own.startRun()
  await own.close()
  server.runs.splice(0)
  const { port } = server
  await server.stop()
  const program = join(folder, 'train.ts')
  writeFileSync(
    program,
    `import { Tracker } from ${JSON.stringify(join(import.meta.dirname, '../index.ts'))}
    const tracker = new Tracker({ trackingUri: ${JSON.stringify(server.url)}, spool: ${JSON.stringify(spool)}, env: ${JSON.stringify(QUICK)}, onError() {} })
    const run = await tracker.startRun({ name: 'killed' })
    for (let step = 0; step < 5000; step++) run.logMetric('loss', 1, { step })
    await run.flush()
    console.log('flushed')
    setInterval(() => run.logMetric('loss', 1, { step: 9999 }), 1)`,
  )
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'close')
  // As if it had been in the middle of writing.
  appendFileSync(spool, 'cafe0123 {"to":"half a rec')
  server.port = port
  await server.start()
  await sync(spool, { env: QUICK })
  expect(runId).toBe('r0')
  expect(server.points.filter((point) => !point.endsWith('9999'))).toEqual(range(0, 5000))
})

test('a damaged record is put aside, the others arrive', async () => {
  const own = tracker()
  const run = await own.startRun()
  await server.stop()
  for (let step = 0; step < 3000; step++) run.logMetric('loss', 1, { step })
  await run.flush()
  await own.close()
  const bytes = readFileSync(spool)
  bytes[bytes.indexOf('"step":1500')] = 0x21
  writeFileSync(spool, bytes)
  await server.start()
  const { refused } = await sync(spool, { env: QUICK })
  expect(refused).toMatchObject([{ error: { name: 'SpoolError' } }])
  expect(server.points).toEqual([...range(0, 1000), ...range(2000, 3000)])
  expect(readFileSync(`${spool}.damaged`, 'utf8')).toContain('step')
})

test('progress that cannot be read means to send again, not to lose', async () => {
  const own = tracker()
  const run = await own.startRun()
  await server.stop()
  for (let step = 0; step < 10; step++) run.logMetric('loss', 1, { step })
  await run.flush()
  await own.close()
  writeFileSync(`${spool}.sent`, '{"sent":')
  await server.start()
  await sync(spool, { env: QUICK })
  expect(server.points).toEqual(range(0, 10))
})

test('a spool is for one process and for one server', async () => {
  const own = tracker()
  expect(() => tracker()).toThrow(SpoolError)
  const run = await own.startRun()
  await server.stop()
  run.logMetric('loss', 1)
  await run.flush()
  await own.close()
  const told: unknown[] = []
  const elsewhere = new Tracker({
    trackingUri: 'http://127.0.0.1:9',
    spool,
    onError: (error) => told.push(error),
    env: QUICK,
  })
  await elsewhere.close()
  expect(told).toMatchObject([
    { name: 'SpoolError', message: expect.stringContaining(`holds what is for ${server.url}`) },
  ])
  expect(readFileSync(spool, 'utf8')).toContain('loss')
})

test('where the disk takes nothing, the server still does', async () => {
  const told: unknown[] = []
  const own = tracker(told)
  const run = await own.startRun()
  rmSync(folder, { recursive: true })
  run.logMetric('loss', 1, { step: 1 })
  await run.flush()
  expect(server.points).toEqual(['r0 loss 1'])
  await server.stop()
  run.logMetric('loss', 1, { step: 2 })
  await run.flush()
  expect(told).toMatchObject([{ name: 'SpoolError', message: expect.stringContaining('cannot be written') }])
})

const PAGE = '<html><body>Sign in</body></html>'
const DENIED = '{"error_code":"PERMISSION_DENIED","message":"Permission denied"}'

test.each([
  [401, ''],
  [403, DENIED],
  [404, PAGE],
  [302, ''],
  [200, PAGE],
  [400, PAGE],
])('what a proxy or a door keeper answers with %i ends no record', async (status, body) => {
  const own = tracker()
  const run = await own.startRun()
  server.instead = { status, body }
  for (let step = 0; step < 10; step++) run.logMetric('loss', 1, { step })
  await run.end()
  await own.close()
  await expect(sync(spool, { env: QUICK })).rejects.toMatchObject({ status })
  server.instead = undefined
  expect(await sync(spool, { env: QUICK })).toEqual({ sent: 11, refused: [] })
  expect(server.points).toEqual(range(0, 10))
})

test('what is for a run that is gone is told as refused, and struck off', async () => {
  const own = tracker()
  const run = await own.startRun()
  await server.stop()
  for (let step = 0; step < 10; step++) run.logMetric('loss', 1, { step })
  await run.flush()
  await own.close()
  await server.start()
  server.instead = { status: 404, body: '{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"gone"}' }
  const { sent, refused } = await sync(spool, { env: QUICK })
  expect(sent).toBe(0)
  expect(refused[0]).toMatchObject({ error: { name: 'NotFoundError' }, failure: { lost: 10 } })
  expect(existsSync(spool)).toBe(false)
})

test('however many values of a batch are bad, their neighbours arrive', async () => {
  const told: unknown[] = []
  const run = await tracker(told).startRun()
  for (let step = 0; step < 1000; step++) run.logMetric(step % 10 === 3 ? server.badKey : 'loss', 1, { step })
  await run.flush()
  expect(told).toHaveLength(100)
  expect(server.points).toHaveLength(900)
})

test('a workspace of Databricks is found again by its profile', async () => {
  const env = { ...QUICK, DATABRICKS_CONFIG_FILE: join(folder, 'cfg') }
  writeFileSync(env.DATABRICKS_CONFIG_FILE, `[lab]\nhost = ${server.url}\ntoken = t1\n`)
  const own = new Tracker({ trackingUri: 'databricks://lab', spool, env, onError() {} })
  const run = await own.startRun()
  await server.stop()
  run.logMetric('loss', 1, { step: 0 })
  await run.end()
  await own.close()
  await server.start()
  await sync(spool, { env })
  expect(server.tokens.at(-1)).toBe('Bearer t1')
  expect(server.points).toEqual(range(0, 1))
})

test('a run that began offline keeps its hands off the files here, and its children find it', async () => {
  const told: unknown[] = []
  await server.stop()
  const own = tracker(told)
  await own.withRun({ name: 'parent' }, async (parent) => {
    await parent.logDict({}, 'begun-offline.json')
    await expect(parent.logModel({ name: 'm', flavors: {}, files: {} })).rejects.toThrow('began while')
    await own.withRun({ name: 'offline', nested: true }, () => {})
    await server.start()
    await own.withRun({ name: 'online', nested: true }, () => {})
    await vi.waitFor(() => expect(server.runs).toHaveLength(3), 5000)
    await own.withRun({ name: 'known', nested: true }, () => {})
  })
  await own.close()
  expect(server.runs.map(({ name }) => name)).toEqual(['parent', 'offline', 'online', 'known'])
  for (const { tags } of server.runs.slice(1))
    expect(tags).toContain('{"key":"mlflow.parentRunId","value":"r0"}')
  expect(told).toContainEqual(expect.objectContaining({ name: 'InvalidValueError' }))
  expect(existsSync('begun-offline.json')).toBe(false)
})

test('a run whose creation was done though the answer got lost is not begun twice', async () => {
  server.losesAnswers = true
  const own = tracker()
  const run = await own.startRun({ name: 'once' })
  server.losesAnswers = false
  run.logMetric('loss', 1, { step: 0 })
  await run.end()
  await own.close()
  expect(server.runs).toMatchObject([{ name: 'once', status: 'FINISHED' }])
  expect(server.points).toEqual(range(0, 1))
})
