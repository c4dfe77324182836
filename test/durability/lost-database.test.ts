import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DATABASES, type TestDatabase } from '../../packages/server/src/testing/databases.ts'
import { api } from '../helpers/api.ts'
import { type Gate, gateTo } from '../helpers/gate.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { MILLRACE, type RunningServer, startServer } from '../helpers/server.ts'

const CLIENTS = 8
const AWAY_MS = 4_000
/** Nobody should wait longer than this for an answer while the database is away. */
const SOON_MS = 15_000

for (const database of DATABASES) if (database.name !== 'sqlite') lostDatabase(database)

function lostDatabase(database: TestDatabase): void {
  describe(`a database that goes away and comes back (${database.name})`, () => {
    let folder: Scratch
    let gate: Gate
    let server: RunningServer
    let run_id: string

    let direct: string

    beforeAll(async () => {
      folder = scratch('lost')
      direct = await database.create(folder.file())
      const uri = new URL(direct)
      gate = await gateTo(Number(uri.port))
      uri.port = String(gate.port)
      server = await startServer({ database: uri.href, artifacts: folder.file('artifacts') }, MILLRACE)
      const { run } = await api<{ run: { info: { run_id: string } } }>(server.url, 'runs/create', {
        experiment_id: '0',
      })
      run_id = run.info.run_id
    })
    afterAll(async () => {
      await server?.stop()
      await gate?.close()
      folder?.remove()
    })

    test('reads go on from a replica', async () => {
      const uri = new URL(direct)
      uri.port = String(gate.port)
      const args = ['--read-replica-backend-store-uri', direct]
      const files = { database: uri.href, artifacts: folder.file('artifacts'), args }
      const replicated = await startServer(files, MILLRACE)
      try {
        gate.shut()
        expect((await fetch(`${replicated.url}/api/2.0/mlflow/runs/get?run_id=${run_id}`)).status).toBe(200)
        const refused = await post(replicated.url, { run_id, key: 'm', value: 1, timestamp: 1, step: -1 })
        expect(refused).toMatchObject({ status: 503, error_code: 'TEMPORARILY_UNAVAILABLE' })
      } finally {
        gate.open()
        await replicated.stop()
      }
    }, 60_000)

    test('requests fail soon and clearly, none hangs, nothing acknowledged is lost, and work goes on by itself', async () => {
      const acknowledged = new Set<number>()
      const refusals: { status: number; error_code: string; waited: number }[] = []
      let stop = false
      let next = 0
      const write = async () => {
        while (!stop) {
          const step = next++
          const started = performance.now()
          const response = await post(server.url, { run_id, key: 'm', value: step, timestamp: step, step })
          if (response.status === 200) acknowledged.add(step)
          else refusals.push({ ...response, waited: performance.now() - started })
          await sleep(5)
        }
      }
      const writing = Array.from({ length: CLIENTS }, write)
      await until(() => acknowledged.size > 50)
      gate.shut()
      await sleep(AWAY_MS)
      expect(await (await fetch(`${server.url}/health`)).text()).toBe('OK')
      gate.open()
      const before = acknowledged.size
      await until(() => acknowledged.size > before + 50)
      stop = true
      await Promise.all(writing)

      expect(refusals.length).toBeGreaterThan(0)
      expect(new Set(refusals.map(({ status, error_code }) => `${status} ${error_code}`))).toEqual(
        new Set(['503 TEMPORARILY_UNAVAILABLE']),
      )
      expect(Math.max(...refusals.map(({ waited }) => waited))).toBeLessThan(SOON_MS)
      const { metrics } = await api<{ metrics: { step: number }[] }>(
        server.url,
        `metrics/get-history?run_id=${run_id}&metric_key=m`,
      )
      const there = new Set(metrics.map(({ step }) => step))
      expect([...acknowledged].filter((step) => !there.has(step))).toEqual([])
    }, 60_000)
  })
}

async function post(url: string, body: object): Promise<{ status: number; error_code: string }> {
  const response = await fetch(`${url}/api/2.0/mlflow/runs/log-metric`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, error_code: '', ...((await response.json()) as object) }
}

async function until(holds: () => boolean): Promise<void> {
  const giveUp = Date.now() + 30_000
  while (!holds()) {
    if (Date.now() > giveUp) throw new Error('it never came to that')
    await sleep(20)
  }
}
