import { addAbortSignal, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FileMetadata, GetFilesOptions, GetFilesResponse } from '@google-cloud/storage'
import { contentType } from './content-type.ts'
import { GcsBucket } from './gcs-bucket.ts'
import { GcsDirect } from './gcs-direct.ts'
import {
  type ListedPage,
  type ListOptions,
  type ObjectStore,
  openObjects,
  rootKey,
  type StoredObject,
} from './object-store.ts'
import { sendBody } from './parts.ts'
import {
  type ArtifactRead,
  type ArtifactRepository,
  type ArtifactSource,
  type ReadOptions,
  resolveRange,
  type WriteOptions,
} from './repository.ts'
import { splitUri } from './uri.ts'
import { WatchedBody } from './watched-body.ts'

/** Pieces of one upload have no numbers here: more than the largest file needs. */
const MOST_PARTS = 2_000_000
/** The library deletes one by one. */
const DELETED_AT_ONCE = 32

/** A bucket of Google Cloud Storage, `gs://bucket/path`. Credentials come by Google's usual chain. */
export async function openGcs(uri: string): Promise<ArtifactRepository> {
  const root = rootKey(splitUri(uri).path)
  const bucket = await GcsBucket.open(uri)
  return openObjects(new GcsStore(bucket), root, new GcsDirect(bucket, root))
}

class GcsStore implements ObjectStore {
  readonly listsInOrder = true
  readonly #bucket: GcsBucket

  constructor(bucket: GcsBucket) {
    this.#bucket = bucket
  }

  async head(key: string): Promise<StoredObject | undefined> {
    const metadata = await this.#metadata(key)
    return metadata && objectOf(key, metadata)
  }

  /** The file as it was when its size was asked for, whatever becomes of it meanwhile. */
  async get(key: string, { range, signal }: ReadOptions): Promise<ArtifactRead | undefined> {
    const metadata = await this.#metadata(key)
    if (!metadata) return undefined
    const { size, etag, mtime } = objectOf(key, metadata)
    const bytes = resolveRange(range, size)
    if (size === 0) return { stream: Readable.from([]), size, ...bytes, etag, mtime }
    const file = this.#bucket.bucket.file(key, { generation: metadata.generation })
    const stream = file.createReadStream({ ...(range && bytes), decompress: false })
    if (signal) addAbortSignal(signal, stream)
    return { stream, size, ...bytes, etag, mtime }
  }

  async put(key: string, source: ArtifactSource, options: WriteOptions): Promise<StoredObject> {
    const file = this.#bucket.bucket.file(key)
    const how = { contentType: contentType(key) }
    return sendBody<StoredObject>(source, options, {
      mostParts: MOST_PARTS,
      whole: async (body) => {
        await this.#bucket.answered(key, file.save(body, { ...how, resumable: false }))
        return objectOf(key, file.metadata)
      },
      inParts: async (parts) => {
        const watched = new WatchedBody(parts)
        const upload = file.createWriteStream({ ...how, resumable: true, chunkSize: parts.bytes })
        try {
          await pipeline(watched, upload, { signal: options.signal })
        } catch (error) {
          throw error === watched.error ? error : this.#bucket.error(key, error)
        }
        return objectOf(key, file.metadata)
      },
    })
  }

  async *pages(
    prefix: string,
    { oneLevel, first, startAfter, signal }: ListOptions,
  ): AsyncGenerator<ListedPage> {
    let query: GetFilesOptions | null = {
      prefix,
      autoPaginate: false,
      ...(oneLevel && { delimiter: '/' }),
      ...(first !== undefined && { maxResults: first }),
      ...(startAfter !== undefined && { startOffset: startAfter }),
    }
    while (query) {
      signal?.throwIfAborted()
      const reply: Promise<GetFilesResponse> = this.#bucket.bucket.getFiles(query)
      const [files, next, page]: GetFilesResponse = await this.#bucket.answered(prefix, reply)
      yield {
        folders: (page as { prefixes?: string[] } | undefined)?.prefixes ?? [],
        objects: files.map(({ name, metadata }) => objectOf(name, metadata)),
      }
      query = first === undefined && next ? next : null
    }
  }

  async remove(keys: readonly string[]): Promise<void> {
    for (let i = 0; i < keys.length; i += DELETED_AT_ONCE) {
      await Promise.all(keys.slice(i, i + DELETED_AT_ONCE).map((key) => this.#removeOne(key)))
    }
  }

  async #removeOne(key: string): Promise<void> {
    await this.#bucket.answeredUnlessMissing(key, this.#bucket.bucket.file(key).delete())
  }

  async #metadata(key: string): Promise<FileMetadata | undefined> {
    const reply = this.#bucket.bucket.file(key).getMetadata()
    return (await this.#bucket.answeredUnlessMissing(key, reply))?.[0]
  }
}

function objectOf(key: string, { size = 0, etag, updated }: FileMetadata): StoredObject {
  return {
    key,
    size: Number(size),
    ...(etag && { etag: `"${etag}"` }),
    ...(updated && { mtime: Date.parse(updated) }),
  }
}
