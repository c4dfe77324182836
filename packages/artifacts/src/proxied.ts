import { Readable } from 'node:stream'
import { doesNotExist, MlflowError } from '@millrace/contract'
import { expectOk } from './http-error.ts'
import { partOf } from './part-of.ts'
import { proxiedUploads } from './proxied-uploads.ts'
import { replyText } from './reply-text.ts'
import {
  type ArtifactRead,
  type ArtifactRepository,
  type ByteRange,
  type FileInfo,
  isFolder,
  resolveRange,
  UnsatisfiableRange,
} from './repository.ts'
import { type SafePath, safePath } from './safe-path.ts'

/** Sends a request to a server and answers with its reply, of whatever status. */
export type SendRequest = (
  method: string,
  path: string,
  init: { headers?: Record<string, string>; body?: ReadableStream<Uint8Array>; signal?: AbortSignal },
) => Promise<Response>

export const PROXY_ROOT = '/api/2.0/mlflow-artifacts/artifacts'

/** What is behind the artifact proxy of an MLflow server, below one of its folders. */
export function openProxied(send: SendRequest, folder: SafePath = safePath('')): ArtifactRepository {
  const below = (path: SafePath) => safePath(`${folder === '' ? '' : `${folder}/`}${path}`, { decoded: true })
  const addressOf = (path: SafePath) => `${PROXY_ROOT}/${encoded(below(path))}`
  const list = async (path: SafePath, signal?: AbortSignal): Promise<FileInfo[]> => {
    const whole = below(path)
    const query = whole === '' ? '' : `?${new URLSearchParams({ path: whole })}`
    const response = await expectOk(await send('GET', `${PROXY_ROOT}${query}`, { ...(signal && { signal }) }))
    const { files = [] } = JSON.parse(await replyText(response.body)) as { files?: FileInfo[] }
    // The proxy tells names below the folder only.
    return files.map((file) => ({ ...file, path: path === '' ? file.path : `${path}/${file.path}` }))
  }
  const stat = async (path: SafePath): Promise<FileInfo | undefined> => {
    if (path === '') return { path: '', is_dir: true }
    const slash = path.lastIndexOf('/')
    const siblings = await list(path.slice(0, Math.max(0, slash)) as SafePath)
    return siblings.find((file) => file.path === path)
  }
  return {
    stat,
    async *list(path, options) {
      yield* await list(path, options?.signal)
    },
    async read(path, { range, signal } = {}) {
      const headers = rangeHeader(range)
      const response = await send('GET', addressOf(path), { headers, ...(signal && { signal }) })
      if (response.ok) return readOf(response, range)
      await response.body?.cancel()
      if (response.status === 416) throw new UnsatisfiableRange(wholeSize(response))
      if ((await stat(path))?.is_dir) throw isFolder(path)
      if (response.status === 404) throw doesNotExist(`No such artifact: '${path}'`)
      return expectOk(response) as never
    },
    async write(path, source, options) {
      let file_size = 0
      let broken: unknown
      const counted = async function* () {
        try {
          for await (const chunk of source) {
            file_size += chunk.byteLength
            yield chunk
          }
        } catch (error) {
          broken = error
          throw error
        }
      }
      const body = ReadableStream.from(counted()) as ReadableStream<Uint8Array>
      const { signal, sha256 } = options ?? {}
      const headers = sha256 && { 'repr-digest': `sha-256=:${sha256.toString('base64')}:` }
      const init = { body, ...(headers && { headers }), ...(signal && { signal }) }
      const response = await send('PUT', addressOf(path), init).catch((error) => {
        // What went wrong with the body tells more than that the connection ended.
        throw broken ?? error
      })
      await expectOk(response)
      return { path, is_dir: false, file_size }
    },
    async delete(path) {
      // MLflow decodes a name once more, and drops ends of lines: it would take one of these alone for the folder itself.
      if (path.includes('%') && !(await stat(path))) return
      const response = await send('DELETE', addressOf(path), {})
      if (response.status !== 404) await expectOk(response)
    },
    uploads: proxiedUploads(send, below),
    async sha256(path) {
      const headers = { 'want-repr-digest': 'sha-256=10' }
      const response = await expectOk(await send('HEAD', addressOf(path), { headers }))
      const [, digest] = /(?:^|,)\s*sha-256=:([^:]*):/.exec(response.headers.get('repr-digest') ?? '') ?? []
      return digest === undefined ? undefined : Buffer.from(digest, 'base64')
    },
  }
}

export function encoded(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}

function rangeHeader(range: ByteRange | undefined): Record<string, string> {
  if (range === undefined) return {}
  if ('suffix' in range) return { range: `bytes=-${range.suffix}` }
  // HTTP ignores a range that ends before it starts; nothing shall come of it here either.
  if (range.end !== undefined && range.end < range.start) throw new UnsatisfiableRange(0)
  return { range: `bytes=${range.start}-${range.end ?? ''}` }
}

const RANGE = /^bytes (\d+)-(\d+)\/(\d+)$/

/** Of a server that knows no ranges the whole file comes, and the part is cut out of it here. */
function readOf(response: Response, range: ByteRange | undefined): ArtifactRead {
  const { headers } = response
  const etag = headers.get('etag')
  const known = { ...(etag?.startsWith('"') && { etag }) }
  const body = response.body === null ? Readable.from([]) : Readable.fromWeb(response.body as never)
  const [, start, end, size] = RANGE.exec(headers.get('content-range') ?? '') ?? []
  if (response.status === 206 && size !== undefined) {
    return { stream: body, size: Number(size), start: Number(start), end: Number(end), ...known }
  }
  const whole = Number(headers.get('content-length') ?? Number.NaN)
  if (range === undefined) return { stream: body, size: whole, start: 0, end: whole - 1, ...known }
  if (Number.isNaN(whole)) {
    body.destroy()
    throw new MlflowError('NOT_IMPLEMENTED', 'The server gives no parts of files.')
  }
  const span = resolveRange(range, whole)
  return { stream: partOf(body, span), size: whole, ...span, ...known }
}

function wholeSize(response: Response): number {
  return Number(/^bytes \*\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1] ?? 0)
}
