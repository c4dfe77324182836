import { Connection } from '../connection.ts'
import type { Task } from '../drive.ts'
import type { Bench, Measurement, ServerLoad } from '../load.ts'
import { latency, measure, readLatency } from '../measure.ts'
import type { Reply } from '../reply-reader.ts'
import { API, ask, describe, get } from '../requests.ts'
import { seedSize } from '../scale.ts'
import { runId } from '../seed-data.ts'

/** What the Python client asks for a page. */
const PAGE_SIZE = 25_000
/** What MLflow's web page asks for per run of a chart. */
const CHART_POINTS = 320
const ALL_POINTS = 1000

interface MetricsReply {
  metrics?: { step: number }[]
  next_page_token?: string
}

async function readHistory({ server, scale }: Bench): Promise<Measurement> {
  const { longPoints } = seedSize(scale, 'histories')
  const connection = new Connection(server.port)
  const steps = new Set<number>()
  let token: string | undefined
  do {
    const page = await ask<MetricsReply>(connection, historyRequest(token))
    for (const { step } of page.metrics ?? []) steps.add(Number(step))
    token = page.next_page_token
  } while (token)
  connection.close()
  if (steps.size !== longPoints) throw new Error(`${steps.size} points instead of ${longPoints}`)
  return latency(
    await measure(server, {
      clients: 1,
      from: 0,
      to: scale.reads,
      warm: 0,
      seconds: scale.readSeconds * 2,
      task: wholeHistory,
    }),
  )
}

/** All pages one after the other. Tokens are cut out of the bytes: parsing megabytes would time the client. */
const wholeHistory: Task = async (connection) => {
  let bytes = 0
  let token: string | undefined
  do {
    const reply = await connection.send(historyRequest(token), true)
    if (reply.status !== 200) throw new Error(describe(reply))
    bytes += reply.bytes
    token = nextToken(reply)
  } while (token)
  return { status: 200, bytes }
}

function historyRequest(page_token?: string): Buffer {
  const run = runId(0, 'long')
  const query = { run_uuid: run, run_id: run, metric_key: 'loss', max_results: String(PAGE_SIZE) }
  return get(`${API}/metrics/get-history`, page_token ? { ...query, page_token } : query)
}

function nextToken({ body }: Reply): string | undefined {
  const start = body?.lastIndexOf('"next_page_token"') ?? -1
  if (!body || start < 0) return undefined
  return /"next_page_token":\s*"([^"]+)"/.exec(body.toString('latin1', start, start + 500))?.[1]
}

async function readBulk({ server, scale }: Bench, mostPerRun: number): Promise<Measurement> {
  const { bulkRuns, bulkPoints } = seedSize(scale, 'histories')
  const run_ids = Array.from({ length: bulkRuns }, (_, index) => runId(index, 'bulk'))
  const query = { run_ids, metric_key: 'loss', max_results: String(mostPerRun) }
  const request = get(`${API}/metrics/get-history-bulk-interval`, query)
  const connection = new Connection(server.port)
  const { metrics } = await ask<MetricsReply>(connection, request)
  connection.close()
  const expected = bulkRuns * Math.min(bulkPoints, mostPerRun)
  if (metrics?.length !== expected) throw new Error(`${metrics?.length} points instead of ${expected}`)
  return readLatency({ server, scale }, request)
}

export const historyLoads: ServerLoad[] = [
  {
    name: 'get-history',
    title: 'get-history of 100,000 points, paged',
    dataset: 'histories',
    unit: 's',
    run: readHistory,
  },
  {
    name: 'bulk-interval',
    title: 'bulk interval, 100 runs × 1,000 points, sampled',
    dataset: 'histories',
    unit: 's',
    run: (bench) => readBulk(bench, CHART_POINTS),
  },
  {
    name: 'bulk-interval-all',
    title: 'bulk interval, 100 runs × 1,000 points, all',
    dataset: 'histories',
    unit: 's',
    run: (bench) => readBulk(bench, ALL_POINTS),
  },
]
