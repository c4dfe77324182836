import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { Tracker } from '@millrace/sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FakeServer } from '../../packages/sdk/src/testing/fake-server.ts'
import { api } from '../helpers/api.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { MILLRACE, type RunningServer, startServer } from '../helpers/server.ts'

const DISK_MB = 8

/** Mounts a small disk, or says why this machine does not let us. */
function mountSmall(folder: string): string | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'tmpfs', folder], { stdio: 'pipe' })
    return undefined
  } catch (error) {
    return `no right to mount a small disk (${(error as Error).message.split('\n')[0]})`
  }
}

const unmount = (folder: string) => execFileSync('umount', [folder], { stdio: 'pipe' })

const trial = scratch('mount-trial')
const hindrance = mountSmall(trial.file())
if (hindrance === undefined) unmount(trial.file())
trial.remove()

describe.skipIf(hindrance)(`a full disk${hindrance ? `: skipped, ${hindrance}` : ''}`, () => {
  let folder: Scratch
  let disk: string
  let server: RunningServer
  let run_id: string
  const filler = () => `${disk}/filler`
  const acknowledged = new Set<number>()

  const log = async (step: number) => {
    const response = await fetch(`${server.url}/api/2.0/mlflow/runs/log-batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ run_id, metrics: metricsOf(step) }),
    })
    const body = (await response.json()) as { error_code?: string; message?: string }
    if (response.status === 200) acknowledged.add(step)
    return { status: response.status, ...body }
  }

  beforeAll(async () => {
    folder = scratch('full-disk')
    disk = folder.file('disk')
    mkdirSync(disk)
    mountSmall(disk)
    server = await startServer({ database: `${disk}/mlflow.db`, artifacts: `${disk}/artifacts` }, MILLRACE)
    const { run } = await api<{ run: { info: { run_id: string } } }>(server.url, 'runs/create', {
      experiment_id: '0',
    })
    run_id = run.info.run_id
  })
  afterAll(async () => {
    await server?.stop()
    unmount(disk)
    folder?.remove()
  })

  test('writes answer 503 until there is space again, reads go on, nothing acknowledged is lost', async () => {
    expect((await log(0)).status).toBe(200)
    fillUp(filler())
    const refused = await firstRefusal(log)
    expect(refused).toMatchObject({ status: 503, error_code: 'TEMPORARILY_UNAVAILABLE' })
    expect(refused.message).toContain('disk is full')
    const whileFull = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((n) => log(10_000 + n)))
    expect(whileFull.filter(({ status }) => status !== 200 && status !== 503)).toEqual([])
    expect(await stepsOf(server.url, run_id)).toEqual(sorted(acknowledged))

    rmSync(filler())
    expect((await log(20_000)).status).toBe(200)
    expect(await stepsOf(server.url, run_id)).toEqual(sorted(acknowledged))
  })

  test('an upload that does not fit is refused and leaves nothing', async () => {
    const url = `${server.url}/api/2.0/mlflow-artifacts/artifacts/big.bin`
    const reply = await fetch(url, { method: 'PUT', body: Buffer.alloc((DISK_MB + 1) * 1024 * 1024) })
    expect(reply.status).toBe(507)
    expect(await reply.json()).toMatchObject({ error_code: 'RESOURCE_EXHAUSTED' })
    expect((await fetch(url)).status).toBe(404)
    expect(readdirSync(`${disk}/artifacts`)).toEqual([])
    expect((await log(30_000)).status).toBe(200)
  })

  test('a training whose spool finds no room goes on; nothing is lost without a word', async () => {
    const away = new FakeServer()
    await away.start()
    const lost: number[] = []
    const tracker = new Tracker({
      trackingUri: away.url,
      spool: `${disk}/unsent`,
      env: { MLFLOW_EXPERIMENT_ID: '7', MLFLOW_HTTP_REQUEST_MAX_RETRIES: '0' },
      onError: (error, failure) => {
        if (failure.lost > 0) expect(error).toMatchObject({ name: 'SpoolError' })
        lost.push(failure.lost)
      },
    })
    const run = await tracker.startRun()
    const logTo = async (from: number, to: number) => {
      for (let step = from; step < to; step++) run.logMetric('loss', 1, { step })
      await run.flush()
    }
    fillUp(filler())
    await logTo(0, 3000)
    expect(away.points).toHaveLength(3000)
    await away.stop()
    await logTo(3000, 4000)
    expect(lost.reduce((sum, one) => sum + one, 0)).toBe(1000)
    rmSync(filler())
    await logTo(4000, 5000)
    await away.start()
    await run.end()
    await tracker.close()
    expect(away.points.slice(3000)).toEqual(Array.from({ length: 1000 }, (_, i) => `r0 loss ${4000 + i}`))
    expect(lost.reduce((sum, one) => sum + one, 0)).toBe(1000)
    expect(away.runs).toMatchObject([{ status: 'FINISHED' }])
  })

  test('a training without a server on a full disk is told, and goes on', async () => {
    const lost: number[] = []
    const tracker = new Tracker({
      trackingUri: `sqlite:///${disk}/own.db`,
      env: { MLFLOW_DEFAULT_ARTIFACT_ROOT: `${disk}/own`, MLFLOW_HTTP_REQUEST_MAX_RETRIES: '0' },
      patience: 100,
      onError: (_, failure) => lost.push(failure.lost),
    })
    const run = await tracker.startRun({ experimentId: '0' })
    run.logMetric('loss', 1, { step: 0 })
    await run.flush()
    fillUp(filler())
    for (let step = 1; step <= 5000; step++) run.logMetric('loss', 1, { step })
    await run.flush()
    rmSync(filler())
    run.logMetric('loss', 1, { step: 5001 })
    await run.end()
    const kept = await tracker.client.metrics.history(run.runId, 'loss').all()
    expect(lost.length).toBeGreaterThan(0)
    expect(kept.length + lost.reduce((sum, one) => sum + one, 0)).toBe(5002)
    expect(kept.at(-1)?.step).toBe(5001)
    await tracker.close()
  })

  test('the database is sound and holds what was acknowledged', async () => {
    await server.stop()
    const database = new DatabaseSync(`${disk}/mlflow.db`, { readOnly: true })
    try {
      expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
      const rows = database.prepare('SELECT DISTINCT step FROM metrics ORDER BY step').all()
      expect(rows.map((row) => row.step)).toEqual(sorted(acknowledged))
    } finally {
      database.close()
    }
    server = await startServer({ database: `${disk}/mlflow.db`, artifacts: `${disk}/artifacts` }, MILLRACE)
  })
})

const METRICS = 100

/** A batch is one step of many metrics, so that half of it would show. */
function metricsOf(step: number): object[] {
  return Array.from({ length: METRICS }, (_, n) => ({ key: `m${n}`, value: step, timestamp: step, step }))
}

/** Leaves no byte free. */
function fillUp(file: string): void {
  for (const size of [1 << 16, 1 << 12, 1]) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(size), { flag: 'a' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    }
  }
}

/** The log file may still have room of its own for some commits; not for all of these. */
async function firstRefusal(
  log: (step: number) => Promise<{ status: number; error_code?: string; message?: string }>,
) {
  for (let step = 1; step < 2_000; step++) {
    const reply = await log(step)
    if (reply.status !== 200) return reply
  }
  throw new Error('the disk never filled up')
}

function sorted(steps: Set<number>): number[] {
  return [...steps].sort((a, b) => a - b)
}

/** The steps of the first and the last metric of the batches, which must be the same ones. */
async function stepsOf(url: string, run_id: string): Promise<number[]> {
  const of = async (key: string) => {
    const { metrics } = await api<{ metrics: { step: number }[] }>(
      url,
      `metrics/get-history?run_id=${run_id}&metric_key=${key}&max_results=25000`,
    )
    return metrics.map(({ step }) => step).sort((a, b) => a - b)
  }
  const [first, last] = [await of('m0'), await of(`m${METRICS - 1}`)]
  expect(first).toEqual(last)
  return first
}
