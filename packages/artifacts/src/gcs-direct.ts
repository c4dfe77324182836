import type { GetSignedUrlConfig } from '@google-cloud/storage'
import { doesNotExist, invalidParameter } from '@millrace/contract'
import { contentDisposition } from './content-disposition.ts'
import { contentType } from './content-type.ts'
import type { GcsBucket } from './gcs-bucket.ts'
import { keyBelow } from './object-store.ts'
import {
  type BegunUpload,
  CannotSign,
  type DirectAccess,
  requireUploadId,
  type SignedRequest,
  type UploadedPart,
} from './repository.ts'
import type { SafePath } from './safe-path.ts'

/** As MLflow's. */
const PART_SECONDS = 3600
const MOST_PARTS = 10_000

/** Addresses signed by a service account. Uploads in parts go by Google's XML API, which its library keeps to itself. */
export class GcsDirect implements DirectAccess {
  readonly alwaysSigns = false
  readonly #bucket: GcsBucket
  readonly #root: string

  constructor(bucket: GcsBucket, root: string) {
    this.#bucket = bucket
    this.#root = root
  }

  async beginUpload(path: SafePath, parts: number): Promise<BegunUpload> {
    if (parts > MOST_PARTS) throw invalidParameter(`A file has ${MOST_PARTS} parts at most (got ${parts}).`)
    const begun = await this.#ask('POST', path, 'uploads', { 'content-type': contentType(path) })
    const upload_id = /<UploadId>([^<]+)<\/UploadId>/.exec(begun)?.[1] ?? ''
    const credentials: BegunUpload['credentials'] = []
    for (let part_number = 1; part_number <= parts; part_number++) {
      const queryParams = { partNumber: String(part_number), uploadId: upload_id }
      const url = await this.#sign(path, PART_SECONDS, { action: 'write', queryParams })
      credentials.push({ url, headers: {}, part_number })
    }
    return { upload_id, credentials }
  }

  async completeUpload(path: SafePath, upload_id: string, parts: readonly UploadedPart[]): Promise<void> {
    requireUploadId(upload_id)
    const listed = parts.map(
      ({ part_number, etag = '' }) =>
        `<Part><PartNumber>${part_number}</PartNumber><ETag>${escapeXml(etag)}</ETag></Part>`,
    )
    const body = `<CompleteMultipartUpload>${listed.join('')}</CompleteMultipartUpload>`
    await this.#ask('POST', path, queryOf(upload_id), { 'content-type': 'application/xml' }, body)
  }

  async abortUpload(path: SafePath, upload_id: string): Promise<void> {
    requireUploadId(upload_id)
    await this.#ask('DELETE', path, queryOf(upload_id), {})
  }

  async signDownload(path: SafePath, seconds: number): Promise<SignedRequest & { file_size: number }> {
    const metadata = this.#file(path).getMetadata()
    const found = await this.#bucket.answeredUnlessMissing(this.#key(path), metadata)
    if (!found) throw doesNotExist(`No such artifact: '${path}'`)
    // A browser that is sent there saves the file, and shows nothing of it.
    const responseDisposition = contentDisposition(path)
    const url = await this.#sign(path, seconds, { action: 'read', responseDisposition })
    return { url, headers: {}, file_size: Number(found[0].size ?? 0) }
  }

  async signUpload(path: SafePath, seconds: number): Promise<SignedRequest> {
    const type = contentType(path)
    const url = await this.#sign(path, seconds, { action: 'write', contentType: type })
    return { url, headers: { 'Content-Type': type } }
  }

  async #sign(
    path: SafePath,
    seconds: number,
    what: Omit<GetSignedUrlConfig, 'version' | 'expires'>,
  ): Promise<string> {
    const expires = Date.now() + seconds * 1000
    try {
      const [url] = await this.#file(path).getSignedUrl({ ...what, version: 'v4', expires })
      return url
    } catch (error) {
      // A token alone signs nothing, and not every account may have Google sign for it.
      if (error instanceof Error && error.name === 'SigningError') throw new CannotSign({ cause: error })
      throw this.#bucket.error(this.#key(path), error)
    }
  }

  /** A request of the XML API; its answer. */
  async #ask(
    method: string,
    path: SafePath,
    query: string,
    headers: Record<string, string>,
    body?: string,
  ): Promise<string> {
    const { storage, bucket } = this.#bucket
    const key = this.#key(path)
    const place = [bucket.name, ...key.split('/')].map(encodeURIComponent).join('/')
    const url = `${storage.apiEndpoint}/${place}?${query}`
    const reply = await this.#bucket.answered(
      key,
      this.#send(url, { method, headers, ...(body && { body }) }),
    )
    const text = await reply.text()
    if (reply.ok) return text
    const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1]
    throw this.#bucket.error(key, new Error(`${method} ?${query.split('=')[0]} was refused`), {
      status: reply.status,
      ...(code && { code }),
    })
  }

  /** An emulator wants no token, and there may be none. */
  async #send(url: string, init: RequestInit & { headers: Record<string, string> }): Promise<Response> {
    if (process.env.STORAGE_EMULATOR_HOST) return fetch(url, init)
    const headers = await this.#bucket.storage.authClient.getRequestHeaders(url)
    for (const [name, value] of Object.entries(init.headers)) headers.set(name, value)
    return fetch(url, { ...init, headers })
  }

  #file(path: SafePath) {
    return this.#bucket.bucket.file(this.#key(path))
  }

  #key(path: SafePath): string {
    return keyBelow(this.#root, path)
  }
}

function queryOf(upload_id: string): string {
  return String(new URLSearchParams({ uploadId: upload_id }))
}

function escapeXml(text: string): string {
  return text.replace(/[<>&]/g, (c) => `&#${c.charCodeAt(0)};`)
}
