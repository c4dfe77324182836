import type { BlobGenerateSasUrlOptions } from '@azure/storage-blob'
import { doesNotExist, invalidParameter } from '@millrace/contract'
import type { Container } from './azure-container.ts'
import { contentDisposition } from './content-disposition.ts'
import { contentType } from './content-type.ts'
import { keyBelow } from './object-store.ts'
import {
  type BegunUpload,
  CannotSign,
  type DirectAccess,
  type SignedRequest,
  type UploadedPart,
} from './repository.ts'
import type { SafePath } from './safe-path.ts'

/** As MLflow's. */
const PART_SECONDS = 3600
/** Clocks differ. */
const EARLIER_MS = 300_000

/** Addresses with a shared access signature: of the account's key, or of one that Azure lends to who may ask for it. */
export class AzureDirect implements DirectAccess {
  readonly alwaysSigns = false
  readonly #container: Container
  readonly #root: string

  constructor(container: Container, root: string) {
    this.#container = container
    this.#root = root
  }

  /** An upload has no name: its parts are blocks of the blob that is to be, and addressed by number. */
  async beginUpload(path: SafePath, parts: number): Promise<BegunUpload> {
    const address = await this.#sign(path, PART_SECONDS, 'w')
    const credentials = Array.from({ length: parts }, (_, i) => {
      const block = encodeURIComponent(blockId(i + 1))
      return { url: `${address}&comp=block&blockid=${block}`, headers: {}, part_number: i + 1 }
    })
    return { credentials }
  }

  async completeUpload(path: SafePath, _upload: string, parts: readonly UploadedPart[]): Promise<void> {
    const how = { blobHTTPHeaders: { blobContentType: contentType(path) } }
    const ids = parts.map(({ url }) => blockIdIn(url))
    await this.#answered(path, this.#blob(path).commitBlockList(ids, how))
  }

  /** Azure clears blocks away that no blob took within a week; and the file may be there from before. */
  async abortUpload(): Promise<void> {}

  async signDownload(path: SafePath, seconds: number): Promise<SignedRequest & { file_size: number }> {
    const properties = this.#blob(path).getProperties()
    const found = await this.#container.answeredUnlessMissing(this.#key(path), properties)
    if (!found) throw doesNotExist(`No such artifact: '${path}'`)
    // A browser that is sent there saves the file, and shows nothing of it.
    const how = { contentDisposition: contentDisposition(path) }
    const url = await this.#sign(path, seconds, 'r', how)
    return { url, headers: {}, file_size: found.contentLength ?? 0 }
  }

  async signUpload(path: SafePath, seconds: number): Promise<SignedRequest> {
    const headers = { 'Content-Type': contentType(path), 'x-ms-blob-type': 'BlockBlob' }
    return { url: await this.#sign(path, seconds, 'cw', {}), headers }
  }

  async #sign(
    path: SafePath,
    seconds: number,
    permissions: string,
    more: BlobGenerateSasUrlOptions = {},
  ): Promise<string> {
    const { lib, service } = this.#container
    const expiresOn = new Date(Date.now() + seconds * 1000)
    const how = { ...more, permissions: lib.BlobSASPermissions.parse(permissions), expiresOn }
    const blob = this.#blob(path)
    if (service.credential instanceof lib.StorageSharedKeyCredential) return blob.generateSasUrl(how)
    // Who has only a signature of somebody else's cannot make another.
    if (service.credential instanceof lib.AnonymousCredential) throw new CannotSign()
    const startsOn = new Date(Date.now() - EARLIER_MS)
    const key = await this.#answered(path, this.#lentKey(startsOn, expiresOn))
    return blob.generateUserDelegationSasUrl({ ...how, startsOn }, key)
  }

  async #lentKey(startsOn: Date, expiresOn: Date) {
    try {
      return await this.#container.service.getUserDelegationKey(startsOn, expiresOn)
    } catch (error) {
      if (this.#container.failureOf(error).status === 403) throw new CannotSign({ cause: error })
      throw error
    }
  }

  #answered<T>(path: SafePath, reply: Promise<T>): Promise<T> {
    return this.#container.answered(this.#key(path), reply)
  }

  #blob(path: SafePath) {
    return this.#container.blob(this.#key(path))
  }

  #key(path: SafePath): string {
    return keyBelow(this.#root, path)
  }
}

/** Of one length, as Azure wants all ids of a blob to be. */
function blockId(number: number): string {
  return Buffer.from(`mlflow_block_${String(number).padStart(5, '0')}`).toString('base64')
}

function blockIdIn(url = ''): string {
  const id = URL.canParse(url) ? new URL(url).searchParams.get('blockid') : null
  if (id === null) throw invalidParameter('Every part must tell the url that it was sent to.')
  return id
}
