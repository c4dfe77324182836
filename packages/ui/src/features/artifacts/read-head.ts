import { queryOptions } from '@tanstack/react-query'
import { ApiError, send } from '../../api/client.ts'
import { artifactUrl } from './list-artifacts.ts'

export interface Head {
  bytes: Uint8Array
  /** Whether the file ends here. */
  complete: boolean
}

export interface Range {
  bytes: Uint8Array
  /** Of the whole file; NaN where the server does not tell. */
  total: number
}

const EMPTY: Head = { bytes: new Uint8Array(), complete: true }
const RANGE_NOT_SATISFIABLE = 416

/** Reads no more than `limit` bytes, also from a server that ignores ranges: the rest is never fetched. */
async function readBody(body: ReadableStream<Uint8Array>, limit: number): Promise<Head> {
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  while (size <= limit) {
    const { done, value } = await reader.read()
    if (done) return { bytes: join(chunks, size), complete: true }
    chunks.push(value)
    size += value.length
  }
  await reader.cancel()
  return { bytes: join(chunks, size).slice(0, limit), complete: false }
}

function join(chunks: Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.length
  }
  return all
}

/**
 * Bytes from `start` up to, not with, `end`, and how long the file is as far as that is told. Chromium's cache would ask
 * anew for just the bytes it has and take those for the whole answer: a file that has grown would seem to end where it
 * ended before.
 */
export async function readRange(
  url: string,
  start: number,
  end: number,
  signal: AbortSignal,
): Promise<Range> {
  try {
    const headers = { range: `bytes=${start}-${end - 1}` }
    const response = await send(url, { signal, headers, cache: 'no-store' })
    const total = Number(/\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1] ?? Number.NaN)
    const { bytes } = response.body ? await readBody(response.body, end - start) : EMPTY
    return { bytes, total }
  } catch (error) {
    if (error instanceof ApiError && error.status === RANGE_NOT_SATISFIABLE)
      return { bytes: EMPTY.bytes, total: Number.NaN }
    throw error
  }
}

/** One byte more than shown tells whether there is more. */
async function readHead(url: string, limit: number, signal: AbortSignal): Promise<Head> {
  const { bytes } = await readRange(url, 0, limit + 1, signal)
  return { bytes: bytes.subarray(0, limit), complete: bytes.length <= limit }
}

/**
 * A busy run's listings are read again every second, its files are not: a key outside theirs, with the listed size
 * in it as far as that matters, reads a file again when it has grown within what is shown.
 */
export const headQuery = (runId: string, path: string, limit: number, size: number | undefined) =>
  queryOptions({
    queryKey: ['artifact-head', runId, path, limit, size && Math.min(size, limit + 1)],
    queryFn: ({ signal }) => readHead(artifactUrl(runId, path), limit, signal),
    staleTime: 30_000,
  })

/** Text never holds a NUL, and most binary formats do early on. */
export const isBinary = ({ bytes }: Head) => bytes.subarray(0, 8_192).includes(0)

/** A cut in the middle of a character leaves that character out. */
export const decode = ({ bytes, complete }: Head) => new TextDecoder().decode(bytes, { stream: !complete })
