import { Readable } from 'node:stream'
import {
  type ArtifactRead,
  type ByteRange,
  contentDisposition,
  contentType,
  type FileInfo,
  type SafePath,
  UnsatisfiableRange,
} from '@millrace/artifacts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isUnchanged } from './conditions.ts'
import type { Place } from './locate.ts'

const SINGLE_RANGE = /^bytes=(?:(\d+)-(\d*)|-(\d+))$/

/** Also with `--disable-security-middleware`: no browser may take an artifact for a page or a script. */
const ALWAYS = {
  'accept-ranges': 'bytes',
  'cache-control': 'no-cache',
  'x-content-type-options': 'nosniff',
}

/** Streams a file as an attachment, the range asked for if any; nothing of it is shown on the server's own origin. */
export async function sendArtifact(
  request: FastifyRequest,
  reply: FastifyReply,
  { repository, path }: Place,
) {
  reply.headers(ALWAYS)
  const known = isConditional(request) ? await repository.stat(path) : undefined
  if (known && !known.is_dir && isUnchanged(request.headers, known)) {
    return reply
      .code(304)
      .headers({ ...(known.etag && { etag: known.etag }) })
      .send()
  }
  // HEAD knows no ranges. What is no file is left to `read`, which says why.
  if (request.method === 'HEAD' && known && !known.is_dir) {
    // Fastify would take no payload for a length of 0.
    return reply
      .headers({
        ...fileHeaders(path, known, known.file_size ?? 0),
        ...(await digestHeader(request, { repository, path })),
      })
      .send(Readable.from([]))
  }
  const range = rangeOf(request.headers.range)
  const ifRange = [request.headers['if-range'] ?? []].flat()[0]
  try {
    const file = await readUnlessOutdated({ repository, path }, range, ifRange)
    reply.headers({
      ...fileHeaders(path, file, file.end - file.start + 1),
      ...(file.isPart && { 'content-range': `bytes ${file.start}-${file.end}/${file.size}` }),
    })
    return reply.code(file.isPart ? 206 : 200).send(file.stream)
  } catch (error) {
    if (!(error instanceof UnsatisfiableRange)) throw error
    return reply.code(416).header('content-range', `bytes */${error.size}`).send()
  }
}

/** The range, or the whole file where it is not the one any more that the caller has the rest of. */
async function readUnlessOutdated(
  { repository, path }: Place,
  range: ByteRange | undefined,
  ifRange: string | undefined,
): Promise<ArtifactRead & { isPart: boolean }> {
  if (range === undefined) return { ...(await repository.read(path)), isPart: false }
  try {
    const part = await repository.read(path, { range })
    // The file that was opened is asked: an earlier look may have seen another one.
    if (ifRange === undefined || ifRange === part.etag) return { ...part, isPart: true }
    part.stream.destroy()
  } catch (error) {
    if (ifRange === undefined || !(error instanceof UnsatisfiableRange)) throw error
    const found = await repository.stat(path)
    if (found?.etag === ifRange) throw error
  }
  return { ...(await repository.read(path)), isPart: false }
}

/** For callers that ask to verify what they have got (RFC 9530). */
async function digestHeader(
  request: FastifyRequest,
  { repository, path }: Place,
): Promise<Record<string, string>> {
  if (!/\bsha-256=[1-9]/i.test(String(request.headers['want-repr-digest'] ?? ''))) return {}
  const digest = await repository.sha256?.(path)
  return digest === undefined ? {} : { 'repr-digest': `sha-256=:${digest.toString('base64')}:` }
}

const CONDITIONS = ['if-none-match', 'if-modified-since'] as const

/** Whether something must be known of the file before it is opened. */
function isConditional({ method, headers }: FastifyRequest): boolean {
  return method === 'HEAD' || CONDITIONS.some((name) => headers[name] !== undefined)
}

function fileHeaders(path: SafePath, { etag, mtime }: Pick<FileInfo, 'etag' | 'mtime'>, length: number) {
  return {
    'content-type': contentType(path),
    'content-disposition': contentDisposition(path),
    // A store behind another server may not tell how long a file is.
    ...(!Number.isNaN(length) && { 'content-length': length }),
    ...(etag && { etag }),
    ...(mtime !== undefined && { 'last-modified': new Date(mtime).toUTCString() }),
  }
}

/** Several ranges, ends before starts and units other than bytes get the whole file, as HTTP allows. */
function rangeOf(header: string | undefined): ByteRange | undefined {
  const match = SINGLE_RANGE.exec(header ?? '')
  if (!match) return undefined
  const [, start, end, suffix] = match
  if (suffix !== undefined) return { suffix: Number(suffix) }
  if (!end) return { start: Number(start) }
  return Number(end) < Number(start) ? undefined : { start: Number(start), end: Number(end) }
}
