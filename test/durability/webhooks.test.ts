import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DATABASES, type TestDatabase } from '../../packages/server/src/testing/databases.ts'
import { openSink, type Sink } from '../../packages/server/src/testing/sink.ts'
import { api } from '../helpers/api.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { MILLRACE, type RunningServer, type ServerOptions, startServer } from '../helpers/server.ts'

const WRITERS = 8
const SECRET = 'sesame'
const env = {
  MLFLOW_WEBHOOK_ALLOWED_SCHEMES: 'http',
  MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS: 'true',
  // A claim outlives its server by this and ten seconds.
  MLFLOW_WEBHOOK_REQUEST_TIMEOUT: '2',
  MLFLOW_WEBHOOK_REQUEST_MAX_RETRIES: '10',
}

for (const database of DATABASES) webhooks(database)

function webhooks(database: TestDatabase): void {
  describe(`webhooks and kill -9 (${database.name})`, () => {
    let folder: Scratch
    let files: ServerOptions
    let sink: Sink
    let servers: RunningServer[] = []

    beforeEach(async () => {
      folder = scratch('webhooks')
      files = { database: await database.create(folder.file()), artifacts: folder.file('artifacts'), env }
      sink = await openSink()
    })
    afterEach(async () => {
      await Promise.all(servers.map((server) => server.stop()))
      servers = []
      await sink.close()
      folder.remove()
    })

    const start = async (more: Record<string, string> = {}) => {
      const server = await startServer({ ...files, env: { ...env, ...more } }, MILLRACE)
      servers.push(server)
      return server
    }
    const kill = async (server: RunningServer) => {
      servers = servers.filter((other) => other !== server)
      await server.kill()
    }

    test('what was committed and not delivered when the server died is delivered by the next one', async () => {
      const first = await start()
      await listen(first.url, sink.url)
      sink.isSilent = true
      const runs = []
      for (let i = 0; i < 20; i++) runs.push(await createRun(first.url))
      await kill(first)
      expect(told(sink)).toEqual(new Set())
      sink.isSilent = false
      await start()
      await untilTold(sink, runs)
      for (const caught of sink.caught) expectSigned(caught)
    }, 60_000)

    test('a slow receiver is told on and on, also of what was claimed for longer than that lasts', async () => {
      // A claim that nobody gave back would hold the rest up for the request timeout.
      const slow = { MLFLOW_WEBHOOK_DELIVERY_MAX_WORKERS: '1', MLFLOW_WEBHOOK_REQUEST_TIMEOUT: '40' }
      const server = await start(slow)
      await listen(server.url, sink.url)
      sink.delayMs = 250
      const runs = []
      for (let i = 0; i < 70; i++) runs.push(await createRun(server.url))
      await untilTold(sink, runs)
      expect(sink.caught).toHaveLength(runs.length)
    }, 60_000)

    test('of three servers one dies under writers: every acknowledged run is told', async () => {
      const replicas = await Promise.all([start(), start(), start()])
      await listen(replicas[0].url, sink.url)
      // The others look for new webhooks once a second.
      await sleep(1500)
      const acknowledged: string[] = []
      let killed: Promise<void> | undefined
      const write = async (url: string) => {
        for (let i = 0; i < 40; i++) {
          const run = await createRun(url).catch(() => undefined)
          if (run === undefined) return
          acknowledged.push(run)
          if (acknowledged.length === 100) killed = kill(replicas[1])
        }
      }
      await Promise.all(Array.from({ length: WRITERS }, (_, n) => write(replicas[n % 3]?.url ?? '')))
      await killed
      await untilTold(sink, acknowledged)
    }, 90_000)
  })
}

async function listen(server: string, sink: string): Promise<void> {
  const response = await fetch(`${server}/api/3.0/millrace/webhooks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'w',
      url: `${sink}/told`,
      events: [{ entity: 'RUN', action: 'CREATED' }],
      secret: SECRET,
    }),
  })
  expect(response.status).toBe(200)
}

/** Also with a key that only the database has: the server was given none. */
function expectSigned({ headers, text }: Sink['caught'][number]): void {
  const signed = `${headers['x-mlflow-delivery-id']}.${headers['x-mlflow-timestamp']}.${text}`
  const signature = createHmac('sha256', SECRET).update(signed).digest('base64')
  expect(headers['x-mlflow-signature']).toBe(`v1,${signature}`)
}

async function createRun(url: string): Promise<string> {
  const { run } = await api<{ run: { info: { run_id: string } } }>(url, 'runs/create', { experiment_id: '0' })
  return run.info.run_id
}

function told(sink: Sink): Set<string> {
  return new Set(sink.caught.map(({ body }) => body.data.run_id))
}

async function untilTold(sink: Sink, runs: readonly string[]): Promise<void> {
  const giveUp = Date.now() + 40_000
  const missing = () => runs.filter((run) => !told(sink).has(run))
  while (missing().length > 0 && Date.now() < giveUp) await sleep(100)
  expect(missing()).toEqual([])
}
