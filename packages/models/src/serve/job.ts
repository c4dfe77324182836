import { type Column, type ModelInput, numpyType, type Table, type Tensor } from '../scoring/input.ts'
import type { JoinRules } from './batching.ts'
import type { ScoringReply, ScoringRequest } from './scorer.ts'

/** What a worker can be given instead of a request: columns that were checked, or CSV that pandas reads. */
export type Prepared = ModelInput | 'csv'

/** A request that waits for, or is with, a worker. */
export interface Job {
  request: ScoringRequest
  /** undefined when the worker must read the request itself. */
  input: Prepared | undefined
  /** Whether its numbers hold only for a pandas that makes the nearest number of a text. */
  wantsNearest?: boolean
  /** `performance.now()` at its arrival. */
  since: number
  settled: boolean
  resolve(reply: ScoringReply): void
  reject(reason: Error): void
}

export interface Message {
  header: object
  payload: readonly Uint8Array[]
}

/** How many rows a job is, or undefined when it cannot be one of several in a message. */
function rowsOf({ input }: Job): number | undefined {
  return typeof input === 'object' && input.kind === 'table' ? input.rows : undefined
}

/** What a worker is sent for these jobs: several are tables of the same columns. */
export function messageOf(jobs: readonly Job[]): Message {
  const [first] = jobs
  const input = first?.input
  const body = first ? [first.request.body] : []
  if (input === undefined)
    return { header: { op: 'request', type: first?.request.contentType }, payload: body }
  if (input === 'csv') return { header: { op: 'csv' }, payload: body }
  if (input.kind === 'table') return tablesMessage(jobs.map((job) => job.input as Table))
  if (input.kind === 'tensor') return tensorsMessage(null, [input.tensor])
  return tensorsMessage([...input.tensors.keys()], [...input.tensors.values()])
}

/** Leaves to a worker what it must read by itself; it may be known only after the job was prepared. */
export function adaptTo(facts: { takesColumns: boolean; readsNearest: boolean }, job: Job): void {
  if (!facts.takesColumns) job.input = undefined
  else if (job.wantsNearest && !facts.readsNearest) job.input = 'csv'
}

/** Tables of the same columns can be one message. */
export const JOBS: JoinRules<Job> = { rowsOf, canJoin: (a, b) => canJoin(a.input, b.input) }

function canJoin(a: Prepared | undefined, b: Prepared | undefined): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a.kind !== 'table' || b.kind !== 'table') return false
  if (a.columns.length !== b.columns.length) return false
  return a.columns.every(({ name }, place) => name === b.columns[place]?.name)
}

const MANY_ROWS = 256

function tablesMessage(tables: readonly Table[]): Message {
  const columns = tables[0]?.columns ?? []
  const parts = columns.map((column, place) =>
    bytesOf(
      tables.flatMap((table) => table.columns[place] ?? []),
      column,
    ),
  )
  return {
    header: {
      op: 'table',
      names: columns.map(({ name }) => name),
      dtypes: columns.map(({ type }) => numpyType(type)),
      lengths: parts.map(byteLength),
      parts: tables.map(({ rows }) => rows),
      // Many numbers are written as JSON here: faster, and while the process predicts the next ones.
      asArray: tables.length === 1 && (tables[0]?.rows ?? 0) >= MANY_ROWS,
    },
    payload: parts.flat(),
  }
}

function bytesOf(columns: readonly Column[], { type }: Column): Uint8Array[] {
  if (type === 'string')
    return [Buffer.from(JSON.stringify(columns.flatMap(({ values }) => values as unknown[])))]
  return columns.map(({ values }) => viewOf(values as ArrayBufferView))
}

function tensorsMessage(names: string[] | null, tensors: readonly Tensor[]): Message {
  const payload = tensors.map(({ data }) => viewOf(data as ArrayBufferView))
  return {
    header: {
      op: 'tensors',
      names,
      dtypes: tensors.map(({ dtype }) => dtype),
      lengths: payload.map(({ byteLength }) => byteLength),
      shapes: tensors.map(({ shape }) => shape),
      parts: [1],
    },
    payload,
  }
}

function viewOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}

function byteLength(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.byteLength, 0)
}
