import { addAbortSignal, Readable } from 'node:stream'
import type { UploadPartCommandInput } from '@aws-sdk/client-s3'
import { contentType } from './content-type.ts'
import {
  type ListedPage,
  type ListOptions,
  type ObjectStore,
  openObjects,
  rootKey,
  type StoredObject,
} from './object-store.ts'
import { partOf } from './part-of.ts'
import { type Parts, sendBody, sendParts } from './parts.ts'
import {
  type ArtifactRead,
  type ArtifactRepository,
  type ArtifactSource,
  type ByteRange,
  type ByteSpan,
  type ReadOptions,
  resolveRange,
  type WriteOptions,
} from './repository.ts'
import { Bucket } from './s3-bucket.ts'
import { isAnonymous, MOST_PARTS } from './s3-client.ts'
import { S3Direct } from './s3-direct.ts'
import { s3Place } from './s3-place.ts'
import { customerKey } from './s3-upload-args.ts'

/** An S3 bucket, or one of its kin: `s3://`, `r2://`, `b2://`. Credentials come by AWS's usual chain. */
export async function openS3(uri: string): Promise<ArtifactRepository> {
  const place = s3Place(uri, process.env)
  const root = rootKey(place.root)
  const bucket = await Bucket.open(place, process.env)
  const direct = isAnonymous(process.env) ? undefined : new S3Direct(bucket, root)
  return openObjects(new S3Store(bucket), root, direct)
}

/** Of AWS' buckets in one zone, which list in no order. */
const UNORDERED = /--x-s3$/

class S3Store implements ObjectStore {
  readonly listsInOrder: boolean
  readonly #bucket: Bucket

  constructor(bucket: Bucket) {
    this.listsInOrder = !UNORDERED.test(bucket.common.Bucket)
    this.#bucket = bucket
  }

  async head(key: string): Promise<StoredObject | undefined> {
    const { lib, client, common, uploadArgs } = this.#bucket
    const command = new lib.HeadObjectCommand({ ...common, ...customerKey(uploadArgs), Key: key })
    const found = await this.#bucket.answeredUnlessMissing(key, client.send(command))
    return found && objectOf(key, found)
  }

  async get(key: string, { range, signal }: ReadOptions): Promise<ArtifactRead | undefined> {
    const { lib, client, common, uploadArgs } = this.#bucket
    const asked = { ...common, ...customerKey(uploadArgs), Key: key, Range: range && headerOf(range) }
    const reply = client.send(new lib.GetObjectCommand(asked), { abortSignal: signal })
    const checked = range ? reply.catch((error: unknown) => this.#refuseRange(key, range, error)) : reply
    const found = await this.#bucket.answeredUnlessMissing(key, checked)
    if (!found) return undefined
    const { size, etag, mtime } = objectOf(key, found)
    const whole = Number(/\/(\d+)$/.exec(found.ContentRange ?? '')?.[1] ?? size)
    const body = found.Body instanceof Readable ? found.Body : Readable.from([])
    if (signal) addAbortSignal(signal, body)
    const span = spanOf(body, range, whole)
    // Some kin of S3 know no ranges, and answer with the whole.
    const stream = range && found.ContentRange === undefined ? partOf(body, span) : body
    return { stream, size: whole, ...span, etag, mtime }
  }

  async put(key: string, source: ArtifactSource, options: WriteOptions): Promise<StoredObject> {
    const { lib, client, common, uploadArgs } = this.#bucket
    const abortSignal = options.signal
    const fresh = { ...common, Key: key, ContentType: contentType(key), ...uploadArgs }
    return sendBody<StoredObject>(source, options, {
      mostParts: MOST_PARTS,
      whole: async (Body) => {
        const command = new lib.PutObjectCommand({ ...fresh, Body })
        const { ETag } = await this.#bucket.answered(key, client.send(command, { abortSignal }))
        return { key, size: Body.length, etag: ETag }
      },
      inParts: async (parts) => {
        const command = new lib.CreateMultipartUploadCommand(fresh)
        const { UploadId } = await this.#bucket.answered(key, client.send(command, { abortSignal }))
        const upload = { ...common, Key: key, UploadId }
        try {
          return await this.#putParts(upload, parts, abortSignal)
        } catch (error) {
          // What broke first is the news; parts that are left over are for the bucket's lifecycle.
          await client.send(new lib.AbortMultipartUploadCommand(upload)).catch(() => {})
          throw error
        }
      },
    })
  }

  async #putParts(
    upload: Pick<UploadPartCommandInput, 'Bucket' | 'UploadId'> & { Key: string },
    parts: Parts,
    abortSignal: AbortSignal | undefined,
  ): Promise<StoredObject> {
    const { lib, client, uploadArgs } = this.#bucket
    const key = upload.Key
    let size = 0
    const sent = await sendParts(parts, async (Body, PartNumber) => {
      size += Body.length
      const command = new lib.UploadPartCommand({ ...upload, ...customerKey(uploadArgs), PartNumber, Body })
      const { $metadata: _, ...part } = await this.#bucket.answered(
        key,
        client.send(command, { abortSignal }),
      )
      return { ...part, PartNumber }
    })
    const command = new lib.CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: sent } })
    const { ETag } = await this.#bucket.answered(key, client.send(command, { abortSignal }))
    return { key, size, etag: ETag }
  }

  async *pages(
    prefix: string,
    { oneLevel, first, startAfter, signal }: ListOptions,
  ): AsyncGenerator<ListedPage> {
    const { lib, client, common } = this.#bucket
    const asked = {
      ...common,
      Prefix: prefix,
      MaxKeys: first,
      StartAfter: startAfter,
      Delimiter: oneLevel ? '/' : undefined,
    }
    let ContinuationToken: string | undefined
    do {
      const command = new lib.ListObjectsV2Command({ ...asked, ContinuationToken })
      const page = await this.#bucket.answered(prefix, client.send(command, { abortSignal: signal }))
      yield {
        folders: (page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix),
        objects: (page.Contents ?? []).map(({ Key = '', Size, ...rest }) =>
          objectOf(Key, { ...rest, ContentLength: Size }),
        ),
      }
      ContinuationToken = page.NextContinuationToken
    } while (ContinuationToken !== undefined && first === undefined)
  }

  async remove(keys: readonly string[]): Promise<void> {
    const { lib, client, common } = this.#bucket
    const [only = '', ...more] = keys
    if (more.length === 0) {
      await this.#bucket.answered(only, client.send(new lib.DeleteObjectCommand({ ...common, Key: only })))
      return
    }
    const Delete = { Objects: keys.map((Key) => ({ Key })), Quiet: true }
    const reply = client.send(new lib.DeleteObjectsCommand({ ...common, Delete }))
    const failed = (await this.#bucket.answered(only, reply)).Errors?.[0]
    if (failed) throw this.#bucket.error(failed.Key ?? only, new Error('not deleted'), { code: failed.Code })
  }

  async #refuseRange(key: string, range: ByteRange, error: unknown): Promise<never> {
    const object = this.#bucket.failureOf(error).status === 416 ? await this.head(key) : undefined
    if (object) resolveRange(range, object.size)
    throw error
  }
}

function objectOf(
  key: string,
  found: { ContentLength?: number; ETag?: string; LastModified?: Date },
): StoredObject {
  const { ContentLength = 0, ETag, LastModified } = found
  return { key, size: ContentLength, etag: ETag, mtime: LastModified?.getTime() }
}

/** @throws UnsatisfiableRange, the body let go of */
function spanOf(body: Readable, range: ByteRange | undefined, size: number): ByteSpan {
  try {
    return resolveRange(range, size)
  } catch (error) {
    body.destroy()
    throw error
  }
}

function headerOf(range: ByteRange): string {
  return 'suffix' in range ? `bytes=-${range.suffix}` : `bytes=${range.start}-${range.end ?? ''}`
}
