import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DATABASES, type TestDatabase } from '../../packages/server/src/testing/databases.ts'
import { api } from '../helpers/api.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { MILLRACE, type RunningServer, startServer } from '../helpers/server.ts'

const REPLICAS = 3
const CLIENTS = 30
const POINTS = 40
/** One replica is killed when this many points are acknowledged. */
const KILL_AT = (CLIENTS * POINTS) / 3

for (const database of DATABASES) replicas(database)

function replicas(database: TestDatabase): void {
  describe(`${REPLICAS} servers on one database (${database.name})`, () => {
    let folder: Scratch
    let servers: RunningServer[] = []
    const urls = () => servers.map(({ url }) => url)

    beforeAll(async () => {
      folder = scratch('replicas')
      const files = { database: await database.create(folder.file()), artifacts: folder.file('artifacts') }
      // All at once, so that they race for making the schema.
      servers = await Promise.all(Array.from({ length: REPLICAS }, () => startServer(files, MILLRACE)))
    })
    afterAll(async () => {
      await Promise.all(servers.map((server) => server.stop()))
      folder?.remove()
    })

    test('an experiment that many create at once is there once', async () => {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 24 }, (_, n) => createExperiment(urls()[n % REPLICAS] ?? '', 'raced')),
      )
      const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
      expect(refused).toHaveLength(23)
      for (const { reason } of refused) expect(String(reason)).toContain('RESOURCE_ALREADY_EXISTS')
    })

    test('fifty who make versions of a model through all of them get numbers without gaps or doubles', async () => {
      await api(urls()[0] ?? '', 'registered-models/create', { name: 'raced' })
      const versions = await Promise.all(
        Array.from({ length: 50 }, (_, n) => createVersion(urls()[n % REPLICAS] ?? '', 'raced')),
      )
      expect(versions.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, n) => n + 1))
    })

    test('a page on one server hears of what another wrote', async () => {
      const [here = '', there = ''] = urls()
      const controller = new AbortController()
      const events = await fetch(`${here}/ajax-api/3.0/millrace/events`, { signal: controller.signal })
      const heard = readUntil(events, 'event: change')
      // What a listener does on its first look takes a moment.
      const writing = setInterval(() => void createExperiment(there, `heard-${Date.now()}`), 500)
      await heard
      clearInterval(writing)
      controller.abort()
    }, 30_000)

    test(`${CLIENTS} clients write through all of them, one is killed: every acknowledged point is there once`, async () => {
      const run_id = await createRun(urls()[0] ?? '')
      const acknowledged = new Set<number>()
      let killed: Promise<void> | undefined
      const write = async (client: number) => {
        for (let point = 0; point < POINTS; point++) {
          const step = client * POINTS + point
          if (await logged(urls(), client + point, run_id, step)) acknowledged.add(step)
          if (acknowledged.size >= KILL_AT) killed ??= servers[REPLICAS - 1]?.kill()
        }
      }
      await Promise.all(Array.from({ length: CLIENTS }, (_, client) => write(client)))
      await killed
      expect(acknowledged.size).toBe(CLIENTS * POINTS)
      const steps = await stepsOf(urls()[0] ?? '', run_id)
      expect(new Set(steps)).toEqual(acknowledged)
      expect(steps).toHaveLength(acknowledged.size)
      const { run } = await api<{ run: { data: { metrics: { step: number }[] } } }>(
        urls()[1] ?? '',
        `runs/get?run_id=${run_id}`,
      )
      expect(run.data.metrics.map(({ step }) => step)).toEqual([CLIENTS * POINTS - 1])
    }, 120_000)
  })
}

function createExperiment(url: string, name: string): Promise<{ experiment_id: string }> {
  return api(url, 'experiments/create', { name })
}

async function createVersion(url: string, name: string): Promise<number> {
  const { model_version } = await api<{ model_version: { version: string } }>(url, 'model-versions/create', {
    name,
    source: 's3://bucket/model',
  })
  return Number(model_version.version)
}

async function createRun(url: string): Promise<string> {
  const { run } = await api<{ run: { info: { run_id: string } } }>(url, 'runs/create', { experiment_id: '0' })
  return run.info.run_id
}

/** Sends a point to one server and, when that one is gone, to the next: a point sent twice is one point. */
async function logged(
  urls: readonly string[],
  first: number,
  run_id: string,
  step: number,
): Promise<boolean> {
  for (let turn = 0; turn < urls.length; turn++) {
    const url = urls[(first + turn) % urls.length] ?? ''
    try {
      await api(url, 'runs/log-metric', { run_id, key: 'm', value: step, timestamp: step, step })
      return true
    } catch (error) {
      if (error instanceof Error && error.message.includes('answered')) throw error
    }
  }
  return false
}

async function stepsOf(url: string, run_id: string): Promise<number[]> {
  const { metrics } = await api<{ metrics: { step: number }[] }>(
    url,
    `metrics/get-history?run_id=${run_id}&metric_key=m`,
  )
  return metrics.map(({ step }) => step)
}

async function readUntil(response: Response, text: string): Promise<void> {
  let seen = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    seen += chunk
    if (seen.includes(text)) return
  }
  throw new Error(`the stream ended without ${text}:\n${seen}`)
}
