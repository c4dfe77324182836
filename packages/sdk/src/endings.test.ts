import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sync } from './sync.ts'
import { FakeServer } from './testing/fake-server.ts'

let folder: string
let server: FakeServer
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-ending-'))
  server = new FakeServer()
  await server.start()
})
afterEach(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

/** A training that logs 500 points and then does what is given. */
function training(then: string, options: object = {}) {
  const program = join(folder, 'train.ts')
  const all = { trackingUri: server.url, linger: 60_000, env: { MLFLOW_EXPERIMENT_ID: '7' }, ...options }
  writeFileSync(
    program,
    `import { Tracker } from ${JSON.stringify(join(import.meta.dirname, 'index.ts'))}
    const tracker = new Tracker(${JSON.stringify(all)})
    const run = await tracker.startRun()
    for (let step = 0; step < 500; step++) run.logMetric('loss', 1, { step })
    console.log('logged')
    ${then}`,
  )
  return spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'pipe'] })
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s sends what waits, marks the run as killed, and kills',
  async (signal) => {
    const child = training('setInterval(() => {}, 1000)')
    await once(child.stdout, 'data')
    child.kill(signal)
    const [, by] = await once(child, 'close')
    expect(by).toBe(signal)
    expect(server.points).toHaveLength(500)
    expect(server.runs).toMatchObject([{ status: 'KILLED' }])
  },
)

test('of two trackers none ends the process before the other has sent', async () => {
  const child =
    training(`const other = new Tracker(${JSON.stringify({ trackingUri: server.url, env: { MLFLOW_EXPERIMENT_ID: '7' } })})
    const second = await other.startRun()
    for (let step = 0; step < 50_000; step++) second.logMetric('loss', 1, { step })
    console.log('both')
    setInterval(() => {}, 1000)`)
  for (let told = ''; !told.includes('both'); ) told += (await once(child.stdout, 'data'))[0]
  child.kill('SIGTERM')
  await once(child, 'close')
  expect(server.points).toHaveLength(50_500)
  expect(server.runs).toMatchObject([{ status: 'KILLED' }, { status: 'KILLED' }])
})

test('a killed process says what it could not send in time', async () => {
  const child = training('setInterval(() => {}, 1000)')
  await once(child.stdout, 'data')
  await server.stop()
  child.kill('SIGTERM')
  expect(await text(child.stderr)).toContain('500 values waited to be sent; they are lost')
}, 30_000)

test('process.exit loses what waits and says so; with a spool nothing is lost', async () => {
  const bare = training('process.exit(3)')
  const told = await text(bare.stderr)
  expect(told).toContain('500 values waited to be sent; they are lost')
  expect(server.points).toHaveLength(0)

  const spool = join(folder, 'unsent')
  const child = training('process.exit(3)', { spool })
  const closed = once(child, 'close')
  expect(await text(child.stderr)).toBe('')
  await closed
  expect(await sync(spool)).toEqual({ sent: 500, refused: [] })
  expect(server.points).toHaveLength(500)
})

test('process.exit while a batch is on its way to the spool loses nothing', async () => {
  const spool = join(folder, 'unsent')
  await server.stop()
  const child = training('void run.flush(); setImmediate(() => process.exit(3))', { spool })
  const closed = once(child, 'close')
  expect(await text(child.stderr)).not.toContain('are lost')
  await closed
  await server.start()
  await sync(spool)
  expect(new Set(server.points).size).toBe(500)
})

test('a program that simply ends has sent everything', async () => {
  const child = training('', { linger: 50 })
  const [code] = await once(child, 'close')
  expect(code).toBe(0)
  expect(server.points).toHaveLength(500)
})
