import { BATCH_METRICS, batchMetrics } from '../batch-metrics.ts'
import { Connection } from '../connection.ts'
import type { Bench, Measurement, ServerLoad } from '../load.ts'
import { measure, rate } from '../measure.ts'
import { API, ask, post } from '../requests.ts'
import type { Scale } from '../scale.ts'

interface WriteLoad {
  name: string
  title: string
  clients: number
  endpoint: string
  /** Where the acknowledged rows must be found afterwards. */
  table: 'runs' | 'metrics' | 'params' | 'tags'
  /** Runs that take the writes in turn. */
  runs(scale: Scale): number
  most(scale: Scale): number
  /** The `nth` write to that run; `experiment` is the load's own. */
  body(run: string, nth: number, experiment: string): unknown
  rowsPerRequest?: number
  warmPerClient?: number
}

const FIRST_TIME_MS = 1_700_000_000_000

const metricLoad = (clients: number): WriteLoad => ({
  name: `log-metric-${clients}`,
  title: `log-metric one by one, ${clients} clients`,
  clients,
  endpoint: 'runs/log-metric',
  table: 'metrics',
  runs: () => clients,
  most: (scale) => scale.requests,
  body: (run, nth) => ({
    run_uuid: run,
    run_id: run,
    key: 'loss',
    value: 1 / (nth + 1),
    timestamp: FIRST_TIME_MS + nth,
    step: nth,
  }),
})

const batchLoad = (clients: number): WriteLoad => ({
  name: `log-batch-${clients}`,
  title: `log-batch of 1,000 metrics, ${clients} ${clients === 1 ? 'client' : 'clients'}`,
  clients,
  endpoint: 'runs/log-batch',
  table: 'metrics',
  runs: () => clients,
  most: (scale) => scale.batches,
  body: (run, nth) => ({ run_id: run, metrics: batchMetrics(nth) }),
  rowsPerRequest: BATCH_METRICS,
  warmPerClient: 1,
})

const WRITES: WriteLoad[] = [
  {
    name: 'create-run-8',
    title: 'create-run, 8 clients',
    clients: 8,
    endpoint: 'runs/create',
    table: 'runs',
    runs: () => 0,
    most: (scale) => scale.requests,
    body: (_run, nth, experiment) => ({
      experiment_id: experiment,
      user_id: 'analyst',
      run_name: `run-${nth}`,
      start_time: FIRST_TIME_MS + nth,
      tags: [
        { key: 'mlflow.user', value: 'analyst' },
        { key: 'mlflow.source.name', value: 'train.py' },
        { key: 'mlflow.source.type', value: 'LOCAL' },
      ],
    }),
  },
  metricLoad(8),
  metricLoad(32),
  {
    name: 'log-parameter-8',
    title: 'log-parameter, 8 clients',
    clients: 8,
    endpoint: 'runs/log-parameter',
    table: 'params',
    runs: (scale) => scale.requests / 100,
    most: (scale) => scale.requests,
    body: (run, nth) => ({ run_uuid: run, run_id: run, key: `param-${nth}`, value: `value ${nth}` }),
  },
  {
    name: 'set-tag-8',
    title: 'set-tag, 8 clients',
    clients: 8,
    endpoint: 'runs/set-tag',
    table: 'tags',
    runs: (scale) => scale.requests / 100,
    most: (scale) => scale.requests,
    body: (run, nth) => ({ run_uuid: run, run_id: run, key: `tag-${nth}`, value: `value ${nth}` }),
  },
  batchLoad(1),
  batchLoad(8),
]

async function runWrites({ server, scale }: Bench, load: WriteLoad): Promise<Measurement> {
  const experiment = await createExperiment(server.port, load.name)
  const runs = await createRuns(server.port, experiment, load.runs(scale))
  const requests = Array.from({ length: load.most(scale) }, (_, index) => {
    const run = runs[index % runs.length] ?? ''
    const nth = runs.length > 0 ? Math.floor(index / runs.length) : index
    return post(`${API}/${load.endpoint}`, load.body(run, nth, experiment))
  })
  const rowsBefore = await server.database.count(load.table, experiment)
  const measured = await measure(server, {
    clients: load.clients,
    from: 0,
    to: requests.length,
    warm: load.clients * (load.warmPerClient ?? 5),
    seconds: scale.seconds,
    task: (connection, index) => connection.send(requests[index] as Buffer),
  })
  const rowsPerRequest = load.rowsPerRequest ?? 1
  const rows = (await server.database.count(load.table, experiment)) - rowsBefore
  const expected = measured.acknowledged * rowsPerRequest
  if (rows !== expected) throw new Error(`${expected} rows acknowledged, ${rows} found in ${load.table}`)
  const measurement = rate(measured, rowsPerRequest)
  if (!load.rowsPerRequest) return measurement
  // Right beside the load: minutes later the machine may be another one.
  const rawPerSecond = await server.database.rawInsertRate?.(scale.seconds / 3)
  return { ...measurement, rawPerSecond }
}

async function createExperiment(port: number, name: string): Promise<string> {
  const connection = new Connection(port)
  const request = post(`${API}/experiments/create`, { name: `bench ${name}` })
  const { experiment_id } = await ask<{ experiment_id: string }>(connection, request)
  connection.close()
  return experiment_id
}

async function createRuns(port: number, experiment: string, count: number): Promise<string[]> {
  const connection = new Connection(port)
  const request = post(`${API}/runs/create`, { experiment_id: experiment, start_time: FIRST_TIME_MS })
  const runs: string[] = []
  while (runs.length < count) {
    const { run } = await ask<{ run: { info: { run_id: string } } }>(connection, request)
    runs.push(run.info.run_id)
  }
  connection.close()
  return runs
}

export const writeLoads: ServerLoad[] = WRITES.map((load) => ({
  name: load.name,
  title: load.title,
  dataset: 'new',
  unit: load.rowsPerRequest ? 'metrics/s' : '/s',
  run: (bench) => runWrites(bench, load),
}))
