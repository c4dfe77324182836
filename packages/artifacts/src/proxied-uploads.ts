import { doesNotExist, MlflowError } from '@millrace/contract'
import { expectOk } from './http-error.ts'
import { encoded, type SendRequest } from './proxied.ts'
import type { ResumableUploads, UploadState } from './repository.ts'
import type { SafePath } from './safe-path.ts'

const ROOT = '/api/3.0/millrace/artifacts/uploads'

/** Uploads in parts to another Millrace; MLflow's own server has none, and `create` says so. */
export function proxiedUploads(send: SendRequest, below: (path: SafePath) => SafePath): ResumableUploads {
  const partsOf = (path: SafePath, upload_id: string) =>
    `${ROOT}/parts/${encoded(below(path))}?${new URLSearchParams({ upload_id })}`
  const post = async (verb: string, path: SafePath, body: object) =>
    send('POST', `${ROOT}/${verb}/${encoded(below(path))}`, {
      headers: { 'content-type': 'application/json' },
      body: new Blob([JSON.stringify(body)]).stream(),
    })
  return {
    async create(path, size) {
      const response = await post('create', path, { size })
      if (response.status === 404 || response.status === 405) {
        await response.body?.cancel()
        throw new MlflowError('NOT_IMPLEMENTED', 'The server of the artifacts takes no uploads in parts')
      }
      return ((await (await expectOk(response)).json()) as { upload_id: string }).upload_id
    },
    async state(path, upload_id) {
      const response = await send('GET', partsOf(path, upload_id), {})
      return (await found(response, path)).json() as Promise<UploadState>
    },
    async put(path, upload_id, { start, end }, source) {
      const body = ReadableStream.from(source) as ReadableStream<Uint8Array>
      const headers = { 'content-range': `bytes ${start}-${end}/*` }
      await (await found(await send('PUT', partsOf(path, upload_id), { headers, body }), path)).text()
    },
    async complete(path, upload_id) {
      const response = await found(await post('complete', path, { upload_id }), path)
      const { file } = (await response.json()) as { file: { file_size: number } }
      return { path, is_dir: false, file_size: file.file_size }
    },
    async abort(path, upload_id) {
      await (await found(await post('abort', path, { upload_id }), path)).text()
    },
  }
}

async function found(response: Response, path: SafePath): Promise<Response> {
  if (response.status !== 404) return expectOk(response)
  await response.body?.cancel()
  throw doesNotExist(`No such upload of '${path}'`)
}
