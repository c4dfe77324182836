import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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
    expect(reply.status).toBe(503)
    expect(await reply.json()).toMatchObject({ error_code: 'TEMPORARILY_UNAVAILABLE' })
    expect((await fetch(url)).status).toBe(404)
    expect((await log(30_000)).status).toBe(200)
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
