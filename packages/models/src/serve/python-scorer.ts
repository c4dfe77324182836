import { MlflowError } from '@millrace/contract'
import { csvTable } from '../scoring/csv-columns.ts'
import { parsePayload } from '../scoring/payload.ts'
import { readInput } from '../scoring/read-input.ts'
import { Doubt } from '../scoring/table.ts'
import type { Schema } from '../signature.ts'
import type { Job, Prepared } from './job.ts'
import type { WorkerFacts } from './python-worker.ts'
import { isPlainJson, type Scorer, type ScoringRequest } from './scorer.ts'
import { type PoolOptions, WorkerPool } from './worker-pool.ts'

export interface PythonScorerOptions extends PoolOptions {
  /** Take requests while the model is still being loaded, and read what they hold meanwhile. */
  early?: boolean
}

/**
 * A model in Python processes. Requests that are plainly as the schema wants them go there as columns;
 * all others as they came, and get the answer of the model's own mlflow.
 */
export async function openPythonScorer(
  { early = false, ...options }: PythonScorerOptions,
  schema: Schema | undefined,
): Promise<Scorer> {
  const pool = new WorkerPool(options)
  let facts: WorkerFacts | undefined
  const started = pool.start().then((told) => {
    facts = told
  })
  // Whoever asks before hears why it failed.
  started.catch(() => {})
  if (!early) await started
  return {
    get version() {
      return facts?.mlflow ?? ''
    },
    get pending() {
      return pool.pending
    },
    answer: (request) =>
      new Promise((resolve, reject) => {
        const ready = facts?.takesColumns === false ? { input: undefined } : prepared(request, schema)
        pool.submit({ ...ready, request, since: performance.now(), settled: false, resolve, reject })
      }),
    ...(facts?.streams && {
      stream: ({ body }: ScoringRequest, signal: AbortSignal) => pool.stream(body, signal),
    }),
    close: () => pool.close(),
  }
}

function prepared(
  { contentType, body }: ScoringRequest,
  schema: Schema | undefined,
): Pick<Job, 'input' | 'wantsNearest'> {
  if (contentType !== 'text/csv') return { input: preparedJson(contentType, body, schema) }
  const read = csvTable(body, schema)
  return read ? { input: read.table, wantsNearest: !read.isExact } : { input: 'csv' }
}

function preparedJson(contentType: string, body: Buffer, schema: Schema | undefined): Prepared | undefined {
  if (schema === undefined || !isPlainJson(contentType)) return undefined
  try {
    const payload = parsePayload(body.toString('utf8'))
    if (payload.format === 'llm' || payload.params !== undefined) return undefined
    const input = readInput(payload, schema)
    // NumPy makes texts of its own of them, of the width of the longest.
    const isOfValues = payload.format === 'inputs' || payload.format === 'instances'
    if (isOfValues && input.kind === 'table' && input.columns.some(({ type }) => type === 'string'))
      return undefined
    // pandas numbers columns without names, and has its own thoughts about no rows.
    return input.kind === 'table' && (!input.isNamed || input.rows === 0) ? undefined : input
  } catch (error) {
    if (error instanceof Doubt || error instanceof MlflowError) return undefined
    throw error
  }
}
