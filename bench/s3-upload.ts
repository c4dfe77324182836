/**
 * `node bench/s3-upload.ts [MiB, default 1024] [rounds, default 3]`: a file onto S3 (SeaweedFS of `test/services`) through the
 * proxy, beside the AWS SDK that sends the same file by itself, in parts of 5 MiB, four at a time as its own uploader does. Each
 * in turn; must be 70 % of that. `BENCH_DIR` names another disk.
 */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { type RunningServer, startServer } from '../test/helpers/server.ts'
import { startSeaweedfs } from '../test/services/seaweedfs.ts'
import { quantile } from './measure.ts'
import { isAvailable, SERVERS } from './servers.ts'

const MIB = Number(process.argv[2] ?? 1024)
const ROUNDS = Number(process.argv[3] ?? 3)
const MUST = 0.7
const PART_BYTES = 5 * 1024 * 1024
const AT_ONCE = 4

if (!isAvailable(SERVERS.millrace)) throw new Error(SERVERS.millrace.missing)
const store = await startSeaweedfs()
if (typeof store === 'string') throw new Error(`S3 is not to be had: ${store}`)
const folder = await mkdtemp(join(process.env.BENCH_DIR ?? tmpdir(), 'millrace-s3-bench-'))
const file = join(folder, 'file.bin')
try {
  await makeFile()
  const root = store.newRoot()
  const options = { database: join(folder, 'm.db'), artifacts: root, env: { ...store.env } }
  const server = await startServer(options, SERVERS.millrace)
  const rates = { raw: [] as number[], proxied: [] as number[] }
  try {
    for (let round = 0; round < ROUNDS; round++) {
      rates.raw.push(await rateOf(() => sendRaw(root, `raw-${round}`)))
      rates.proxied.push(await rateOf(() => sendProxied(server, `proxied-${round}`)))
    }
  } finally {
    await server.stop()
  }
  const [raw, proxied] = [quantile(rates.raw, 0.5), quantile(rates.proxied, 0.5)]
  const share = proxied / raw
  console.log(`the SDK by itself: ${raw.toFixed(0)} MiB/s; through the proxy: ${proxied.toFixed(0)} MiB/s`)
  console.log(`${(100 * share).toFixed(0)} %, must be ${100 * MUST}: ${share >= MUST ? 'ok' : 'missed'}`)
  process.exitCode = share >= MUST ? 0 : 1
} finally {
  await store.stop()
  await rm(folder, { recursive: true, force: true })
}

/** Bytes that no store makes smaller. */
async function makeFile(): Promise<void> {
  const handle = await open(file, 'w')
  for (let i = 0; i < MIB; i++) await handle.write(randomBytes(1 << 20))
  await handle.sync()
  await handle.close()
}

async function rateOf(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return MIB / ((performance.now() - started) / 1000)
}

async function sendProxied({ port }: RunningServer, name: string): Promise<void> {
  const url = `http://127.0.0.1:${port}/api/2.0/mlflow-artifacts/artifacts/${name}`
  await promisify(execFile)('curl', ['--silent', '--show-error', '--fail', '-T', file, url])
}

async function sendRaw(root: string, name: string): Promise<void> {
  const { MLFLOW_S3_ENDPOINT_URL: endpoint = '', ...env } = (store as { env: Record<string, string> }).env
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = env
  const credentials = { accessKeyId, secretAccessKey }
  const client = new S3Client({ endpoint, credentials, region: env.AWS_REGION ?? '', forcePathStyle: true })
  const [, Bucket = '', path = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(root) ?? []
  const common = { Bucket, Key: [path, name].filter(Boolean).join('/') }
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(common))
  try {
    const Parts = await sendParts((PartNumber, Body) =>
      client.send(new UploadPartCommand({ ...common, UploadId, PartNumber, Body })),
    )
    await client.send(new CompleteMultipartUploadCommand({ ...common, UploadId, MultipartUpload: { Parts } }))
  } catch (error) {
    await client.send(new AbortMultipartUploadCommand({ ...common, UploadId }))
    throw error
  }
}

async function sendParts(send: (number: number, body: Buffer) => Promise<{ ETag?: string | undefined }>) {
  const count = Math.ceil((MIB * 1024 * 1024) / PART_BYTES)
  const parts: { PartNumber: number; ETag: string | undefined }[] = []
  const handle = await open(file)
  let next = 1
  const sendSome = async () => {
    while (next <= count) {
      const PartNumber = next++
      const { buffer, bytesRead } = await handle.read(
        Buffer.alloc(PART_BYTES),
        0,
        PART_BYTES,
        (PartNumber - 1) * PART_BYTES,
      )
      const { ETag } = await send(PartNumber, buffer.subarray(0, bytesRead))
      parts[PartNumber - 1] = { PartNumber, ETag }
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, sendSome))
  } finally {
    await handle.close()
  }
  return parts
}
