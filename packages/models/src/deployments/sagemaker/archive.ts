import { execFile } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { invalidParameter } from '@millrace/contract'
import { resolveModel } from '../../resolve.ts'
import type { Env } from '../target.ts'
import { type Aws, answered, answeredIfThere } from './aws.ts'
import { archiveKey } from './requests.ts'

/** As much as S3 takes in one upload. */
const LARGEST = 5 * 2 ** 30

interface Upload {
  readonly uri: string
  readonly bucket: string
  /** Whether the bucket is ours to make. */
  readonly mayCreate: boolean
  readonly modelName: string
}

/**
 * Packs a model as SageMaker unpacks it, and brings it to S3.
 * @throws MlflowError where it is too large, or S3 refuses
 */
export async function uploadArchive(aws: Aws, upload: Upload, env: Env): Promise<void> {
  const model = await resolveModel(upload.uri, env as NodeJS.ProcessEnv)
  const scratch = await mkdtemp(join(tmpdir(), 'millrace-sagemaker-'))
  try {
    const archive = join(scratch, 'model.tar.gz')
    await promisify(execFile)('tar', ['-czf', archive, '-C', model.folder, '.'])
    const { size } = await stat(archive)
    if (size > LARGEST) {
      throw invalidParameter(`The model's archive has ${size} bytes; S3 takes ${LARGEST} at once.`)
    }
    if (upload.mayCreate) await ensureBucket(aws, upload.bucket)
    const { lib, client } = await aws.s3()
    const body = { Body: createReadStream(archive), ContentLength: size }
    const place = { Bucket: upload.bucket, Key: archiveKey(upload.modelName) }
    await answered(client.send(new lib.PutObjectCommand({ ...place, ...body })))
  } finally {
    await rm(scratch, { recursive: true, force: true })
    await model.release()
  }
}

async function ensureBucket(aws: Aws, bucket: string): Promise<void> {
  const { lib, client } = await aws.s3()
  if (await answeredIfThere(client.send(new lib.HeadBucketCommand({ Bucket: bucket })))) return
  // This region alone is not named.
  const place = aws.region === 'us-east-1' ? {} : { LocationConstraint: aws.region as 'us-west-2' }
  const command = new lib.CreateBucketCommand({
    Bucket: bucket,
    ...(place.LocationConstraint && { CreateBucketConfiguration: place }),
  })
  await answered(client.send(command))
}

/** @param uri `s3://bucket/key` */
export async function deleteArchive(aws: Aws, uri: string): Promise<void> {
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? []
  if (Bucket === undefined || Key === undefined) return
  const { lib, client } = await aws.s3()
  await answered(client.send(new lib.DeleteObjectCommand({ Bucket, Key })))
}
