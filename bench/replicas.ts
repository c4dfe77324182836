/**
 * `node bench/replicas.ts [--database postgresql|mysql] [--seconds 8]`: the same load on one Millrace and, spread evenly,
 * on two that share a database; turn about. Prints requests a second and how many times faster two are, beside the cores
 * that were left: where one replica, its database and the clients take all there are, two cannot be faster.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openBackend } from './backend.ts'
import { Connection } from './connection.ts'
import { drive, openConnections } from './drive.ts'
import { quantile } from './measure.ts'
import { API, ask, get, post } from './requests.ts'
import { type RunningServer, startServer, stopAll } from './server-process.ts'
import { SERVERS } from './servers.ts'
import { systemCpuMs } from './system-cpu.ts'

const CLIENTS = 32
const TURNS = 3
const RUNS = 200
const WARM_SECONDS = 1

const { values } = parseArgs({
  options: {
    database: { type: 'string', default: 'postgresql' },
    seconds: { type: 'string', default: '8' },
  },
})

interface Load {
  readonly name: string
  request(index: number, ids: Ids): Buffer
}

interface Ids {
  readonly experiment: string
  readonly runs: readonly string[]
}

const LOADS: readonly Load[] = [
  {
    name: 'create-run',
    request: (n, { experiment }) =>
      post(`${API}/runs/create`, { experiment_id: experiment, run_name: `run-${n}`, start_time: n + 1 }),
  },
  {
    name: 'log-metric',
    request: (n, { runs }) =>
      post(`${API}/runs/log-metric`, {
        run_id: runs[n % RUNS],
        key: 'loss',
        value: 1 / (n + 1),
        timestamp: n + 1,
        step: n,
      }),
  },
  { name: 'get-run', request: (n, { runs }) => get(`${API}/runs/get`, { run_id: runs[n % RUNS] ?? '' }) },
]

interface Measured {
  readonly perSecond: number
  readonly idleCores: number
}

/** Requests differ through all loads. */
let next = 0

const folder = await mkdtemp(join(process.env.BENCH_DIR ?? tmpdir(), 'millrace-replicas-'))
const backend = await openBackend(values.database === 'mysql' ? 'mysql' : 'postgresql')
try {
  const database = await backend.create(folder, undefined, false)
  const start = (name: string) => startServer(SERVERS.millrace, join(folder, name), database)
  const replicas = [await start('one'), await start('two')]
  const ids = await seed(replicas[0] as RunningServer)
  console.log(`${values.database}, ${CLIENTS} clients, ${availableParallelism()} cores\n`)
  console.log('| load | one | two | two to one | idle cores with one |\n| --- | --- | --- | --- | --- |')
  for (const load of LOADS) console.log(await compare(load, replicas, ids))
} finally {
  await stopAll()
  await backend.stop()
  await rm(folder, { recursive: true, force: true })
}

async function seed({ port }: RunningServer): Promise<Ids> {
  const connection = new Connection(port)
  const { experiment_id } = await ask<{ experiment_id: string }>(
    connection,
    post(`${API}/experiments/create`, { name: 'replicas' }),
  )
  const runs: string[] = []
  while (runs.length < RUNS) {
    const created = await ask<{ run: { info: { run_id: string } } }>(
      connection,
      post(`${API}/runs/create`, { experiment_id, start_time: 1 }),
    )
    runs.push(created.run.info.run_id)
  }
  connection.close()
  return { experiment: experiment_id, runs }
}

async function compare(load: Load, replicas: readonly RunningServer[], ids: Ids): Promise<string> {
  const one: Measured[] = []
  const two: Measured[] = []
  for (let turn = 0; turn < TURNS; turn++) {
    one.push(await measure(load, replicas.slice(0, 1), ids))
    two.push(await measure(load, replicas, ids))
  }
  const [first, both] = [one, two].map((measured) =>
    quantile(
      measured.map(({ perSecond }) => perSecond),
      0.5,
    ),
  ) as [number, number]
  const idle = Math.max(...one.map(({ idleCores }) => idleCores))
  return `| ${load.name} | ${first.toFixed(0)}/s | ${both.toFixed(0)}/s | ${(both / first).toFixed(2)} × | ${idle.toFixed(2)} |`
}

async function measure(load: Load, replicas: readonly RunningServer[], ids: Ids): Promise<Measured> {
  const connections = replicas.flatMap(({ port }) => openConnections(port, CLIENTS / replicas.length))
  const work = {
    from: 0,
    to: Number.POSITIVE_INFINITY,
    task: (connection: Connection) => connection.send(load.request(next++, ids)),
  }
  try {
    await drive(connections, { ...work, seconds: WARM_SECONDS })
    const busyBefore = systemCpuMs()
    const { done, seconds, failures } = await drive(connections, { ...work, seconds: Number(values.seconds) })
    if (failures.length > 0) throw new Error(`${failures.length} requests failed: ${failures[0]}`)
    const busyCores = (systemCpuMs() - busyBefore) / 1000 / seconds
    return { perSecond: done / seconds, idleCores: availableParallelism() - busyCores }
  } finally {
    for (const connection of connections) connection.close()
  }
}
