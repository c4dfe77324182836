import { Connection } from '../connection.ts'
import type { Bench, Measurement, ServerLoad } from '../load.ts'
import { readLatency } from '../measure.ts'
import { API, ask, post } from '../requests.ts'
import { type DatasetName, seedSize } from '../scale.ts'
import * as data from '../seed-data.ts'

interface SearchLoad {
  name: string
  title: string
  filter?: string
  order_by?: string[]
  pageSize: number
  page: number
  /** Numbers of all matching runs in the order asked for. */
  answer(runs: number): number[]
}

interface SearchReply {
  runs?: { info: { run_id: string }; data: Record<'params' | 'metrics' | 'tags', unknown[]> }[]
  next_page_token?: string
}

const PAGE = { pageSize: 1000, page: 1 }

const SHAPES: SearchLoad[] = [
  { name: 'search', title: 'no filter', ...PAGE, answer: (runs) => data.newestFirst(runs) },
  {
    name: 'search-metric',
    title: 'metric filter',
    filter: 'metrics.m0 > 0.5',
    ...PAGE,
    answer: (runs) => data.newestFirst(runs, (index) => data.metricValue(index, 0) > 0.5),
  },
  {
    name: 'search-param-tag',
    title: 'param and tag filter',
    filter: "params.p0 = 'a' AND tags.team = 'risk'",
    ...PAGE,
    answer: (runs) => data.newestFirst(runs, (index) => data.paramValue(index, 0) === 'a' && index % 2 === 0),
  },
  {
    name: 'search-order',
    title: 'order by metric',
    order_by: ['metrics.m1 DESC'],
    ...PAGE,
    answer: (runs) => data.newestFirst(runs).sort((a, b) => data.metricValue(b, 1) - data.metricValue(a, 1)),
  },
  { name: 'search-page-2', title: 'page 2', ...PAGE, page: 2, answer: (runs) => data.newestFirst(runs) },
]

const LARGE_ONLY: SearchLoad[] = [
  { name: 'search-page-20', title: 'page 20', ...PAGE, page: 20, answer: (runs) => data.newestFirst(runs) },
  { name: 'search-50', title: 'page of 50', pageSize: 50, page: 1, answer: (runs) => data.newestFirst(runs) },
]

async function runSearch(
  { server, scale }: Bench,
  load: SearchLoad,
  dataset: DatasetName,
): Promise<Measurement> {
  const request = searchRequest(load, await pageToken(server.port, load))
  const connection = new Connection(server.port)
  checkPage(await ask<SearchReply>(connection, request), load, seedSize(scale, dataset).runs)
  connection.close()
  return readLatency({ server, scale }, request)
}

function searchRequest(load: SearchLoad, page_token?: string): Buffer {
  const { filter, order_by, pageSize } = load
  const body = { experiment_ids: [data.EXPERIMENT_ID], filter, order_by, max_results: pageSize, page_token }
  return post(`${API}/runs/search`, body)
}

/** Page 2 is reached as clients do; going on to page 20 would take MLflow longer than all the rest of the load. */
async function pageToken(port: number, load: SearchLoad): Promise<string | undefined> {
  if (load.page === 1) return undefined
  if (load.page > 2) return offsetToken((load.page - 1) * load.pageSize)
  const connection = new Connection(port)
  const { next_page_token } = await ask<SearchReply>(connection, searchRequest(load))
  connection.close()
  return next_page_token
}

/** The form MLflow's page tokens have. */
function offsetToken(offset: number): string {
  return Buffer.from(`{"offset": ${offset}}`).toString('base64')
}

function checkPage(reply: SearchReply, load: SearchLoad, runs: number): void {
  const start = (load.page - 1) * load.pageSize
  const expected = load
    .answer(runs)
    .slice(start, start + load.pageSize)
    .map((index) => data.runId(index))
  const found = reply.runs ?? []
  const wrong = expected.findIndex((id, place) => found[place]?.info.run_id !== id)
  if (wrong >= 0 || found.length !== expected.length) {
    throw new Error(`Wrong runs: ${found.length} instead of ${expected.length}, first difference at ${wrong}`)
  }
  for (const { info, data: rows } of found) {
    const counts = [rows.params.length, rows.metrics.length, rows.tags.length]
    if (counts.join() !== [data.PARAMS, data.METRICS, data.TAGS].join()) {
      throw new Error(`Run ${info.run_id} has ${counts} params, metrics, tags`)
    }
  }
}

function on(dataset: DatasetName, suffix: string, text: string): (load: SearchLoad) => ServerLoad {
  return (load) => ({
    name: `${load.name}-${suffix}`,
    title: `search ${text}, ${load.title}`,
    dataset,
    unit: 's',
    run: (bench) => runSearch(bench, load, dataset),
  })
}

export const smallSearchLoads = SHAPES.map(on('runs-small', '10k', '10,000 runs'))
export const largeSearchLoads = [...SHAPES, ...LARGE_ONLY].map(on('runs-large', '100k', '100,000 runs'))
