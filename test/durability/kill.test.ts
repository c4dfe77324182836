import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api } from '../helpers/api.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { MILLRACE, type RunningServer, startServer } from '../helpers/server.ts'

const WRITERS = 32
/** The kill of a round comes when this many of its metrics are acknowledged, while the writers go on. */
const ROUNDS = [1, 40, 150, 400, 900].flatMap((enough) => [enough, enough, enough, enough])

interface Writer {
  run_id: string
  /** Steps whose 200 has arrived; the value of a step is the step halved. */
  acknowledged: Set<number>
  next: number
}

interface Round {
  acknowledged: number
  killed: boolean
}

const STORES: readonly (readonly [name: string, uri: (folder: Scratch) => string])[] = [
  ['a SQLite file', (folder) => folder.file('mlflow.db')],
  ['a folder', (folder) => `file://${folder.file('mlruns')}`],
]

describe.each(STORES)('kill -9 under 32 writers (%s)', (name, uri) => {
  const rounds = name === 'a folder' ? [...new Set(ROUNDS)] : ROUNDS
  let folder: Scratch
  let server: RunningServer
  const writers: Writer[] = []

  const start = () => startServer({ database: uri(folder), artifacts: folder.file('artifacts') }, MILLRACE)

  beforeAll(async () => {
    folder = scratch('kill')
    server = await start()
    for (let n = 0; n < WRITERS; n++) {
      const { run } = await api<{ run: { info: { run_id: string } } }>(server.url, 'runs/create', {
        experiment_id: '0',
      })
      writers.push({ run_id: run.info.run_id, acknowledged: new Set(), next: 1 })
    }
  })

  afterAll(async () => {
    await server?.stop()
    folder?.remove()
  })

  test(`every acknowledged metric outlives ${rounds.length} kills`, async () => {
    for (const enough of rounds) {
      await writeUntilKilled(server, writers, enough)
      server = await start()
      for (const writer of writers) await expectAllThere(server.url, writer)
    }
    const acknowledged = writers.reduce((sum, writer) => sum + writer.acknowledged.size, 0)
    expect(acknowledged).toBeGreaterThanOrEqual(rounds.reduce((sum, enough) => sum + enough))
  }, 300_000)

  // A folder has no database to be sound.
  if (name === 'a SQLite file')
    test('the database is sound and its latest metrics agree with the histories', async () => {
      await server.stop()
      const database = new DatabaseSync(folder.file('mlflow.db'), { readOnly: true })
      try {
        expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
        expect(database.prepare('PRAGMA foreign_key_check').all()).toEqual([])
        expect(database.prepare(STALE_LATEST).all()).toEqual([])
        expect(database.prepare('SELECT count(*) AS n FROM latest_metrics').get()).toEqual({ n: WRITERS })
      } finally {
        database.close()
      }
      server = await start()
    })
})

const STALE_LATEST = `
  SELECT m.run_uuid, max(m.step) AS step, l.step AS latest
  FROM metrics m JOIN latest_metrics l ON l.run_uuid = m.run_uuid AND l.key = m.key
  GROUP BY m.run_uuid, m.key
  HAVING max(m.step) <> l.step OR l.value <> l.step / 2.0`

async function writeUntilKilled(server: RunningServer, writers: Writer[], enough: number): Promise<void> {
  const round: Round = { acknowledged: 0, killed: false }
  let killing: Promise<void> | undefined
  const acknowledge = () => {
    round.acknowledged++
    if (round.acknowledged < enough || round.killed) return
    round.killed = true
    killing = server.kill()
  }
  await Promise.all(writers.map((writer) => write(server.url, writer, acknowledge)))
  expect(round.killed, `the server ended by itself:\n${server.log()}`).toBe(true)
  await killing
}

/** Logs one metric after the other until the server is gone. */
async function write(url: string, writer: Writer, acknowledge: () => void): Promise<void> {
  for (;;) {
    const step = writer.next++
    const metric = {
      run_id: writer.run_id,
      key: 'm',
      value: step / 2,
      timestamp: 1_700_000_000_000 + step,
      step,
    }
    try {
      await api(url, 'runs/log-metric', metric)
    } catch (error) {
      if (isLostConnection(error)) return
      throw error
    }
    writer.acknowledged.add(step)
    acknowledge()
  }
}

function isLostConnection(error: unknown): boolean {
  return error instanceof TypeError && ['fetch failed', 'terminated'].includes(error.message)
}

interface History {
  metrics?: { step: number; value: number }[]
  next_page_token?: string
}

async function expectAllThere(url: string, { run_id, acknowledged }: Writer): Promise<void> {
  const stored = new Map<number, number>()
  for await (const { step, value } of history(url, run_id)) stored.set(step, value)
  const lost = [...acknowledged].filter((step) => stored.get(step) !== step / 2)
  expect(lost).toEqual([])
}

async function* history(url: string, run_id: string): AsyncGenerator<{ step: number; value: number }> {
  let page_token: string | undefined
  do {
    const query = new URLSearchParams({
      run_id,
      metric_key: 'm',
      max_results: '1000',
      ...(page_token && { page_token }),
    })
    const page = await api<History>(url, `metrics/get-history?${query}`)
    yield* page.metrics ?? []
    page_token = page.next_page_token
  } while (page_token)
}
