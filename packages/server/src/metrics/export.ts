import { Readable } from 'node:stream'
import { decodeRequest, type ExportMetric, exportMetric } from '@millrace/contract'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { statement } from '../db/statement.ts'
import type { Deps } from '../deps.ts'
import { parseBody } from '../http/json-body.ts'
import { csvLine } from '../runs/csv.ts'
import { toValue } from './curve-thinner.ts'
import { type Place, portionsOf, START } from './read-curves.ts'

const HEAD = ['run_id', 'run', 'metric', 'step', 'timestamp', 'value']
/** Without it spreadsheets do not take the file for UTF-8; readers of CSV pass over it. */
const BYTE_ORDER_MARK = '\u{feff}'

/** Every point of a metric in some runs as a file, streamed: the server holds no more of it than a piece. */
export function mountMetricExport(app: FastifyInstance, deps: Deps, prefix: string): void {
  for (const root of ['api', 'ajax-api']) {
    const { path, permission } = exportMetric
    app.post(`${prefix}/${root}/${path}`, { config: { permission } }, async (request, reply) => {
      const input = decodeRequest(exportMetric, parseBody(request.body as Buffer))
      return reply
        .headers({
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': 'attachment; filename="metric.csv"',
          'x-content-type-options': 'nosniff',
          'cache-control': 'no-store',
        })
        .send(Readable.from(pieces(deps, input), { objectMode: false }))
    })
  }
}

async function* pieces(deps: Deps, { run_ids = [], metric_key = '' }: ExportMetric) {
  yield BYTE_ORDER_MARK + csvLine(HEAD)
  for (const run_id of new Set(run_ids)) {
    let from: Place | undefined = START
    while (from) {
      const bytes = await deps.longReads.run('metricLines', { run_id, key: metric_key, from })
      const { lines, next } = JSON.parse(Buffer.from(bytes).toString()) as Lines
      if (lines) yield lines
      from = next
    }
  }
}

interface Lines {
  lines: string
  next?: Place
}

const nameOfRun = statement<{ run_id: string }>()((db, p) =>
  db.selectFrom('runs').select(sql<string | null>`name`.as('name')).where('run_uuid', '=', p('run_id')),
)

/** A portion of a run's lines as JSON text. */
export async function metricLines(
  db: Executor,
  { run_id, key, from }: { run_id: string; key: string; from: Place },
): Promise<string> {
  const name = (await db.first(nameOfRun, { run_id }))?.name ?? ''
  for await (const rows of portionsOf(db, { run_id, key, from })) {
    const lines = rows.map((row) =>
      csvLine([run_id, name, key, String(row.step), String(row.timestamp), String(toValue(row))]),
    )
    const last = rows.at(-1)
    const next = last && { step: Number(last.step), timestamp: Number(last.timestamp), value: last.value }
    return JSON.stringify({ lines: lines.join(''), next } satisfies {
      lines: string
      next: Place | undefined
    })
  }
  return JSON.stringify({ lines: '' })
}
