import { randomUUID } from 'node:crypto'
import { addAbortSignal, Readable } from 'node:stream'
import { Container } from './azure-container.ts'
import { AzureDirect } from './azure-direct.ts'
import { azurePlace } from './azure-place.ts'
import { contentType } from './content-type.ts'
import {
  type ListedPage,
  type ListOptions,
  type ObjectStore,
  openObjects,
  rootKey,
  type StoredObject,
} from './object-store.ts'
import { sendBody, sendParts } from './parts.ts'
import {
  type ArtifactRead,
  type ArtifactRepository,
  type ArtifactSource,
  type ByteRange,
  type ReadOptions,
  resolveRange,
  type WriteOptions,
} from './repository.ts'

const MOST_PARTS = 50_000
/** What Azure takes in one request. */
const DELETED_AT_ONCE = 256

/** A container of Azure Blob Storage (`wasbs://`) or Data Lake Storage (`abfss://`, by its blobs). */
export async function openAzure(uri: string): Promise<ArtifactRepository> {
  const place = azurePlace(uri)
  const root = rootKey(place.root)
  const container = await Container.open(place)
  return openObjects(new AzureStore(container), root, new AzureDirect(container, root))
}

class AzureStore implements ObjectStore {
  readonly #container: Container

  constructor(container: Container) {
    this.#container = container
  }

  async head(key: string): Promise<StoredObject | undefined> {
    const reply = this.#container.blob(key).getProperties()
    const found = await this.#container.answeredUnlessMissing(key, reply)
    const object = found && objectOf(key, found)
    return object?.isFolder ? undefined : object
  }

  /** A range needs two requests: Azure knows neither last bytes nor how to say that there are none. */
  async get(key: string, { range, signal }: ReadOptions): Promise<ArtifactRead | undefined> {
    if (range) return this.#getRange(key, range, signal)
    const reply = this.#container.blob(key).download(0, undefined, { abortSignal: signal })
    const found = await this.#container.answeredUnlessMissing(key, reply)
    if (!found) return undefined
    const stream = streamOf(found.readableStreamBody, signal)
    const { size, etag, mtime, isFolder } = objectOf(key, found)
    if (!isFolder) return { stream, size, ...resolveRange(undefined, size), etag, mtime }
    stream.destroy()
    return undefined
  }

  async #getRange(
    key: string,
    range: ByteRange,
    abortSignal: AbortSignal | undefined,
  ): Promise<ArtifactRead | undefined> {
    const object = await this.head(key)
    if (!object) return undefined
    const { size, etag, mtime } = object
    const { start, end } = resolveRange(range, size)
    // Of the file whose size was asked for, or of none.
    const how = { abortSignal, conditions: { ifMatch: etag } }
    const reply = this.#container.blob(key).download(start, end - start + 1, how)
    const { readableStreamBody } = await this.#container.answered(key, reply)
    return { stream: streamOf(readableStreamBody, abortSignal), size, start, end, etag, mtime }
  }

  async put(key: string, source: ArtifactSource, options: WriteOptions): Promise<StoredObject> {
    const blob = this.#container.blob(key)
    const abortSignal = options.signal
    const how = { abortSignal, blobHTTPHeaders: { blobContentType: contentType(key) } }
    return sendBody<StoredObject>(source, options, {
      mostParts: MOST_PARTS,
      whole: async (body) => {
        const { etag } = await this.#container.answered(key, blob.upload(body, body.length, how))
        return { key, size: body.length, etag }
      },
      inParts: async (parts) => {
        // Those of another writer of the same file must not get among ours. Blocks that are left over go in a week.
        const upload = randomUUID()
        let size = 0
        const ids = await sendParts(parts, async (body, number) => {
          size += body.length
          const id = Buffer.from(`${upload}-${String(number).padStart(5, '0')}`).toString('base64')
          await this.#container.answered(key, blob.stageBlock(id, body, body.length, { abortSignal }))
          return id
        })
        const { etag } = await this.#container.answered(key, blob.commitBlockList(ids, how))
        return { key, size, etag }
      },
    })
  }

  async *pages(prefix: string, { oneLevel, first, signal }: ListOptions): AsyncGenerator<ListedPage> {
    const { client } = this.#container
    const asked = { prefix, abortSignal: signal, includeMetadata: true }
    const listed = oneLevel ? client.listBlobsByHierarchy('/', asked) : client.listBlobsFlat(asked)
    const pages = listed.byPage({ maxPageSize: first })[Symbol.asyncIterator]()
    for (;;) {
      const { done, value } = await this.#container.answered(prefix, pages.next())
      if (done) return
      const { blobItems, blobPrefixes = [] } = value.segment as typeof value.segment & {
        blobPrefixes?: { name: string }[]
      }
      yield {
        folders: blobPrefixes.map(({ name }) => name),
        objects: blobItems.map(({ name, properties, metadata }) =>
          objectOf(name, { ...properties, metadata }),
        ),
      }
      if (first !== undefined) return
    }
  }

  async remove(keys: readonly string[]): Promise<void> {
    const [only = '', ...more] = keys
    if (more.length === 0) {
      const reply = this.#container.blob(only).delete({ deleteSnapshots: 'include' })
      await this.#container.answeredUnlessMissing(only, reply)
      return
    }
    for (let i = 0; i < keys.length; i += DELETED_AT_ONCE) {
      await this.#removeTogether(keys.slice(i, i + DELETED_AT_ONCE))
    }
  }

  async #removeTogether(keys: readonly string[]): Promise<void> {
    const blobs = keys.map((key) => this.#container.blob(key))
    const batch = this.#container.service.getBlobBatchClient()
    const reply = batch.deleteBlobs(blobs, { deleteSnapshots: 'include' })
    const { subResponses } = await this.#container.answered(keys[0] ?? '', reply)
    const at = subResponses.findIndex(({ status }) => status >= 300 && status !== 404)
    const failed = subResponses[at]
    if (!failed) return
    const failure = { code: failed.errorCode, status: failed.status }
    throw this.#container.error(keys[at] ?? '', new Error('not deleted'), failure)
  }
}

interface Found {
  contentLength?: number
  etag?: string
  lastModified?: Date
  metadata?: Record<string, string>
}

/** Data lakes keep folders as empty blobs that say so. */
function objectOf(key: string, { contentLength = 0, etag, lastModified, metadata }: Found): StoredObject {
  return {
    key,
    size: contentLength,
    // Lists leave the quotes away.
    etag: etag && !etag.startsWith('"') ? `"${etag}"` : etag,
    mtime: lastModified?.getTime(),
    isFolder: metadata?.hdi_isfolder === 'true',
  }
}

function streamOf(body: NodeJS.ReadableStream | undefined, signal: AbortSignal | undefined): Readable {
  const stream = body instanceof Readable ? body : Readable.from([])
  return signal ? addAbortSignal(signal, stream) : stream
}
