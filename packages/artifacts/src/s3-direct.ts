import type { PutObjectCommandInput, ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-s3'
import type { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { doesNotExist, invalidParameter } from '@millrace/contract'
import { contentDisposition } from './content-disposition.ts'
import { contentType } from './content-type.ts'
import { keyBelow } from './object-store.ts'
import {
  type BegunUpload,
  type DirectAccess,
  requireUploadId,
  type SignedRequest,
  type UploadedPart,
} from './repository.ts'
import type { Bucket } from './s3-bucket.ts'
import { loadPresigner, MOST_PARTS } from './s3-client.ts'
import { customerKey, uploadHeaders } from './s3-upload-args.ts'
import type { SafePath } from './safe-path.ts'

/** As MLflow's. */
const PART_SECONDS = 3600

/** Addresses that S3 takes requests at from whoever holds them. */
export class S3Direct implements DirectAccess {
  readonly alwaysSigns = true
  readonly #bucket: Bucket
  readonly #root: string

  constructor(bucket: Bucket, root: string) {
    this.#bucket = bucket
    this.#root = root
  }

  async beginUpload(path: SafePath, parts: number): Promise<BegunUpload> {
    if (parts > MOST_PARTS) throw invalidParameter(`A file has ${MOST_PARTS} parts at most (got ${parts}).`)
    const { lib, client, uploadArgs } = this.#bucket
    const object = this.#object(path)
    const fresh = { ...object, ContentType: contentType(path), ...uploadArgs }
    const begun = client.send(new lib.CreateMultipartUploadCommand(fresh))
    const { UploadId } = await this.#bucket.answered(object.Key, begun)
    const keyArgs = customerKey(uploadArgs)
    const credentials: BegunUpload['credentials'] = []
    for (let PartNumber = 1; PartNumber <= parts; PartNumber++) {
      const command = new lib.UploadPartCommand({ ...object, ...keyArgs, UploadId, PartNumber })
      const signed = await this.#sign(command, PART_SECONDS, uploadHeaders(keyArgs))
      credentials.push({ ...signed, part_number: PartNumber })
    }
    return { ...(UploadId && { upload_id: UploadId }), credentials }
  }

  async completeUpload(path: SafePath, UploadId: string, parts: readonly UploadedPart[]): Promise<void> {
    requireUploadId(UploadId)
    const { lib, client } = this.#bucket
    const object = this.#object(path)
    const Parts = parts.map(({ part_number, etag }) => ({ PartNumber: part_number, ETag: etag }))
    const whole = { ...object, UploadId, MultipartUpload: { Parts } }
    await this.#bucket.answered(object.Key, client.send(new lib.CompleteMultipartUploadCommand(whole)))
  }

  async abortUpload(path: SafePath, UploadId: string): Promise<void> {
    requireUploadId(UploadId)
    const { lib, client } = this.#bucket
    const object = this.#object(path)
    const aborted = client.send(new lib.AbortMultipartUploadCommand({ ...object, UploadId }))
    await this.#bucket.answered(object.Key, aborted)
  }

  async signDownload(path: SafePath, seconds: number): Promise<SignedRequest & { file_size: number }> {
    const { lib, client, uploadArgs } = this.#bucket
    const keyArgs = customerKey(uploadArgs)
    const object = { ...this.#object(path), ...keyArgs }
    const head = client.send(new lib.HeadObjectCommand(object))
    const found = await this.#bucket.answeredUnlessMissing(object.Key, head)
    if (!found) throw doesNotExist(`No such artifact: '${path}'`)
    // A browser that is sent there saves the file, and shows nothing of it.
    const command = new lib.GetObjectCommand({
      ...object,
      ResponseContentDisposition: contentDisposition(path),
    })
    const signed = await this.#sign(command, seconds, uploadHeaders(keyArgs))
    return { ...signed, file_size: found.ContentLength ?? 0 }
  }

  async signUpload(path: SafePath, seconds: number): Promise<SignedRequest> {
    const { lib, uploadArgs } = this.#bucket
    const input: PutObjectCommandInput = {
      ...this.#object(path),
      ContentType: contentType(path),
      ...uploadArgs,
    }
    const headers = { 'Content-Type': contentType(path), ...uploadHeaders(uploadArgs) }
    return this.#sign(new lib.PutObjectCommand(input), seconds, headers)
  }

  /** @param headers what is signed beside the address, and so must be sent as it is */
  async #sign<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
    command: Parameters<typeof getSignedUrl<ServiceInputTypes, Input, Output>>[1],
    expiresIn: number,
    headers: Record<string, string>,
  ): Promise<SignedRequest> {
    const presigner = await loadPresigner()
    const names = new Set(Object.keys(headers).map((name) => name.toLowerCase()))
    const how = { expiresIn, unhoistableHeaders: names, signableHeaders: new Set([...names, 'host']) }
    return { url: await presigner.getSignedUrl(await this.#bucket.signer(), command, how), headers }
  }

  #object(path: SafePath) {
    return { ...this.#bucket.common, Key: keyBelow(this.#root, path) }
  }
}
