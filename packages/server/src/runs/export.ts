import { Readable } from 'node:stream'
import { decodeRequest, type ExportRuns, exportRuns } from '@millrace/contract'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import { queryInput } from '../http/answer.ts'
import { type OrderTerm, parseOrderBy } from '../search/index.ts'
import type { AskedRuns } from './asked-runs.ts'
import { csvLine } from './csv.ts'
import { columnTitle, type ExportColumn, parseExportColumn } from './export-columns.ts'
import type { IdsReply } from './export-pages.ts'
import { askedRuns } from './search.ts'

interface File {
  readonly type: string
  readonly pieces: AsyncGenerator<Uint8Array | string>
}

/** All runs that match as a file, streamed: the server holds no more of it than a piece. */
export function mountRunExport(app: FastifyInstance, deps: Deps, prefix: string): void {
  for (const root of ['api', 'ajax-api']) {
    const url = `${prefix}/${root}/${exportRuns.path}`
    const { permission } = exportRuns
    app.get(url, { config: { permission }, exposeHeadRoute: false }, async (request, reply) => {
      const input = decodeRequest(exportRuns, queryInput(exportRuns, request.url.split('?', 2)[1] ?? ''))
      const { type, pieces } = fileOf(deps, input)
      const name = `runs-${askedRuns(input).experiments[0]}.${input.format ?? 'csv'}`
      return reply
        .headers({
          'content-type': type,
          'content-disposition': `attachment; filename="${name}"`,
          'x-content-type-options': 'nosniff',
          'cache-control': 'no-store',
        })
        .send(Readable.from(pieces, { objectMode: false }))
    })
  }
}

/** Everything that can be refused is refused here, before the first byte is sent. */
function fileOf(deps: Deps, input: ExportRuns): File {
  const asked = askedRuns(input)
  const order = parseOrderBy('runs', input.order_by ?? [])
  if (input.format === 'json') return { type: 'application/json', pieces: jsonPieces(deps, asked, order) }
  const columns = input.columns?.map(parseExportColumn)
  return { type: 'text/csv; charset=utf-8', pieces: csvPieces(deps, asked, order, columns) }
}

async function* jsonPieces(deps: Deps, asked: AskedRuns, order: readonly OrderTerm[]) {
  let before = '{"runs":[\n'
  for await (const ids of idsOf(deps, asked, order)) {
    const runs = await deps.longReads.run('exportJson', { ids })
    if (runs.length === 0) continue
    yield before
    yield runs
    before = ',\n'
  }
  yield before === ',\n' ? '\n]}\n' : '{"runs":[]}\n'
}

/** Without it spreadsheets do not take the file for UTF-8; readers of CSV pass over it. */
const BYTE_ORDER_MARK = '\u{feff}'

async function* csvPieces(
  deps: Deps,
  asked: AskedRuns,
  order: readonly OrderTerm[],
  chosen: readonly ExportColumn[] | undefined,
) {
  const columns = chosen ?? (await read<ExportColumn[]>(deps, 'exportColumns', asked))
  yield BYTE_ORDER_MARK + csvLine(columns.map(columnTitle))
  for await (const ids of idsOf(deps, asked, order)) {
    const lines = await deps.longReads.run('exportCsv', { ids, columns })
    if (lines.length > 0) yield lines
  }
}

/** A piece of the file has the details of so many runs. */
const RUNS_A_PIECE = 100

async function* idsOf(deps: Deps, asked: AskedRuns, order: readonly OrderTerm[]) {
  let page: IdsReply | undefined
  do {
    page = await read<IdsReply>(deps, 'exportIds', { asked, order, place: page?.next })
    for (let at = 0; at < page.ids.length; at += RUNS_A_PIECE) yield page.ids.slice(at, at + RUNS_A_PIECE)
  } while (page.next)
}

async function read<T>(deps: Deps, name: string, input: unknown): Promise<T> {
  return JSON.parse(Buffer.from(await deps.longReads.run(name, input)).toString()) as T
}
