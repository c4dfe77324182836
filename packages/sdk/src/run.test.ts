import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { MillraceError } from './errors.ts'
import type { LoggingFailure } from './logging/report.ts'
import { FakeServer } from './testing/fake-server.ts'
import { Tracker } from './tracker.ts'

let server: FakeServer
let told: { error: MillraceError; failure: LoggingFailure }[]
beforeEach(async () => {
  server = new FakeServer()
  await server.start()
  told = []
})
afterEach(() => server.stop())

const tracker = (options: object = {}) =>
  new Tracker({
    trackingUri: server.url,
    env: { MLFLOW_EXPERIMENT_ID: '7' },
    onError: (error, failure) => told.push({ error, failure }),
    ...options,
  })

test.each([
  ['a', { timestamp: 1e300 }],
  ['b', { timestamp: 2 ** 53 }],
  ['c', { step: 2n ** 63n }],
  ['k'.repeat(251), {}],
  ['a?b', {}],
  ['a//b', {}],
  ['', {}],
])('a metric that cannot be sent is refused by itself: %s', async (key, options) => {
  const run = await tracker().startRun()
  run.logMetric('loss', 1, { step: 1 })
  run.logMetric(key, 1, options)
  run.logMetric('loss', 1, { step: -(2n ** 63n) })
  await run.end()
  expect(told).toMatchObject([{ error: { name: 'InvalidValueError' }, failure: { lost: 1 } }])
  expect(server.points).toHaveLength(2)
})

test('one absence of the server costs the patience once, however much is to be sent', async () => {
  const run = await tracker({ patience: 1200, maxRetries: 0 }).startRun()
  await server.stop()
  for (let step = 0; step < 20_000; step++) run.logMetric('loss', 1, { step })
  const begun = Date.now()
  await run.flush()
  expect(Date.now() - begun).toBeLessThan(6000)
  expect(told.reduce((sum, { failure }) => sum + failure.lost, 0)).toBe(20_000)
  await server.start()
  run.logMetric('loss', 1, { step: 1 })
  await run.end()
  expect(server.points).toEqual(['r0 loss 1'])
})

const PAGE = '<html><body>Sign in</body></html>'

test.each([
  [500, ''],
  [503, PAGE],
  [429, ''],
  [404, PAGE],
  [302, ''],
  [200, PAGE],
  [200, ''],
  ['silence', ''],
] as const)('a server that answers %s %j costs what was on its way, and no more', async (status, body) => {
  const run = await tracker({ patience: 100, maxRetries: 0, timeout: 300 }).startRun()
  server.instead = { status, body }
  for (let step = 0; step < 10; step++) run.logMetric('loss', 1, { step })
  await run.flush()
  expect(told.reduce((sum, { failure }) => sum + failure.lost, 0)).toBe(10)
  server.instead = undefined
  run.logMetric('loss', 1, { step: 10 })
  await run.end()
  expect(told).toHaveLength(1)
  expect(server.points).toEqual(['r0 loss 10'])
  expect(server.runs).toMatchObject([{ status: 'FINISHED' }])
})

test('what is too long is refused where it shall not be cut', async () => {
  const env = { MLFLOW_EXPERIMENT_ID: '7', MLFLOW_TRUNCATE_LONG_VALUES: 'false' }
  const run = await tracker({ env }).startRun()
  run.logParam('fits', 'x'.repeat(6000))
  run.logParam('huge', 'x'.repeat(6001))
  await run.end()
  expect(told).toMatchObject([
    { error: { message: expect.stringContaining('6000 characters') }, failure: { lost: 1 } },
  ])
})

test('each kind of trouble is said once on the console where nobody else decides', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const run = await tracker({ onError: undefined }).startRun()
  for (let step = 0.5; step < 10; step++) run.logMetric('loss', 1, { step })
  await run.end()
  run.logMetric('loss', 1)
  run.logParam('depth', 3)
  expect(warn.mock.calls.flat()).toEqual([
    expect.stringContaining('no whole number'),
    expect.stringContaining("metric 'loss': the run has ended"),
    expect.stringContaining("param 'depth': the run has ended"),
  ])
  warn.mockRestore()
})
