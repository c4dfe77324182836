import type { S3Client } from '@aws-sdk/client-s3'
import { Replies } from './replies.ts'
import { loadS3, s3Client } from './s3-client.ts'
import type { S3Place } from './s3-place.ts'
import { type UploadArgs, uploadArgs } from './s3-upload-args.ts'
import { type StoreFailure, wordOf } from './store-error.ts'

/** What a bucket is reached with. */
export class Bucket extends Replies {
  readonly lib: Awaited<ReturnType<typeof loadS3>>
  readonly client: S3Client
  /** The parameters of every request. */
  readonly common: { readonly Bucket: string; readonly ExpectedBucketOwner?: string }
  /** The parameters of every upload besides. */
  readonly uploadArgs: UploadArgs
  readonly name: string
  readonly #place: S3Place

  static async open(place: S3Place, env: NodeJS.ProcessEnv): Promise<Bucket> {
    return new Bucket(place, await loadS3(), await s3Client(place), env)
  }

  private constructor(place: S3Place, lib: Bucket['lib'], client: S3Client, env: NodeJS.ProcessEnv) {
    super()
    const owner = env.MLFLOW_S3_EXPECTED_BUCKET_OWNER
    this.#place = place
    this.name = `${place.scheme}://${place.bucket}`
    this.lib = lib
    this.client = client
    this.common = { Bucket: place.bucket, ...(owner && { ExpectedBucketOwner: owner }) }
    this.uploadArgs = uploadArgs(env.MLFLOW_S3_UPLOAD_EXTRA_ARGS)
  }

  /** The client with which addresses are signed. */
  signer(): Promise<S3Client> {
    return s3Client(this.#place, 'addresses')
  }

  failureOf(error: unknown): StoreFailure {
    const status = error instanceof this.lib.S3ServiceException ? error.$metadata.httpStatusCode : undefined
    return { code: wordOf(error), ...(status !== undefined && { status }) }
  }

  protected isMissing({ code }: StoreFailure): boolean {
    return code === 'NoSuchKey' || code === 'NotFound'
  }
}
