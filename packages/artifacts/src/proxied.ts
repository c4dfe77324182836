import { Readable } from 'node:stream'
import { doesNotExist } from '@millrace/contract'
import { type ArtifactRepository, type FileInfo, resolveRange } from './repository.ts'
import type { SafePath } from './safe-path.ts'

/** Sends a request to a server and answers with its reply, of whatever status. */
export type SendRequest = (
  method: string,
  path: string,
  init: { headers?: Record<string, string>; body?: ReadableStream<Uint8Array>; signal?: AbortSignal },
) => Promise<Response>

const ROOT = '/api/2.0/mlflow-artifacts/artifacts'

/** What is behind the artifact proxy of an MLflow server. */
export function openProxied(send: SendRequest): ArtifactRepository {
  const list = async (path: SafePath, signal?: AbortSignal): Promise<FileInfo[]> => {
    const query = path === '' ? '' : `?${new URLSearchParams({ path })}`
    const response = await expectOk(await send('GET', `${ROOT}${query}`, { ...(signal && { signal }) }))
    const { files = [] } = (await response.json()) as { files?: FileInfo[] }
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
      const response = await send('GET', addressOf(path), { ...(signal && { signal }) })
      if (response.status === 404) throw doesNotExist(`No such artifact: '${path}'`)
      await expectOk(response)
      const size = Number(response.headers.get('content-length') ?? Number.NaN)
      const body = response.body ?? new ReadableStream<Uint8Array>({ start: (c) => c.close() })
      if (range !== undefined) {
        await body.cancel()
        throw new Error('the artifact proxy gives whole files only')
      }
      return { stream: Readable.fromWeb(body as never), size, ...resolveRange(undefined, size) }
    },
    async write(path, source, options) {
      let file_size = 0
      const counted = async function* () {
        for await (const chunk of source) {
          file_size += chunk.byteLength
          yield chunk
        }
      }
      const body = ReadableStream.from(counted()) as ReadableStream<Uint8Array>
      await expectOk(
        await send('PUT', addressOf(path), { body, ...(options?.signal && { signal: options.signal }) }),
      )
      return { path, is_dir: false, file_size }
    },
    async delete(path) {
      const response = await send('DELETE', addressOf(path), {})
      if (response.status !== 404) await expectOk(response)
    },
  }
}

function addressOf(path: SafePath): string {
  return `${ROOT}/${path.split('/').map(encodeURIComponent).join('/')}`
}

async function expectOk(response: Response): Promise<Response> {
  if (response.ok) return response
  throw new Error(`the artifact proxy answered ${response.status}: ${(await response.text()).slice(0, 300)}`)
}
