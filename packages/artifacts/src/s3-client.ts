import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3'
import { KeptClients } from './kept-clients.ts'
import { optionalLibrary } from './library.ts'
import type { S3Place } from './s3-place.ts'

const LIBRARIES = ['@aws-sdk/client-s3', '@aws-sdk/s3-request-presigner']

export const loadS3 = () => optionalLibrary(LIBRARIES, () => import('@aws-sdk/client-s3'))
export const loadPresigner = () => optionalLibrary(LIBRARIES, () => import('@aws-sdk/s3-request-presigner'))

/** Of one upload, in every store of this kind. */
export const MOST_PARTS = 10_000

const CONNECT_MS = 10_000
/** Of silence. */
const SOCKET_MS = 120_000
const SOCKETS = 64

const clients = new KeptClients<S3Client>()

/** @param use to sign addresses, or for all else */
export function s3Client(place: S3Place, use: 'requests' | 'addresses' = 'requests'): Promise<S3Client> {
  const key = JSON.stringify([place.endpoint, place.region, place.pathStyle, use])
  return clients.get(key, () => makeClient(place, use, process.env))
}

async function makeClient(
  place: S3Place,
  use: 'requests' | 'addresses',
  env: NodeJS.ProcessEnv,
): Promise<S3Client> {
  const { S3Client } = await loadS3()
  const { endpoint, pathStyle } = place
  const config: S3ClientConfig = {
    ...(endpoint && { endpoint }),
    forcePathStyle: pathStyle,
    followRegionRedirects: true,
    ...(use === 'addresses' ? NO_CHECKSUMS : endpoint && !choosesChecksums(env) && NO_CHECKSUMS),
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      socketTimeout: SOCKET_MS,
      httpAgent: { keepAlive: true, maxSockets: SOCKETS },
      httpsAgent: { keepAlive: true, maxSockets: SOCKETS, rejectUnauthorized: !ignoresTls(env) },
    },
    ...(isAnonymous(env) && ANONYMOUS),
  }
  return new S3Client({ ...config, region: place.region ?? (await regionOfChain(new S3Client(config))) })
}

/**
 * Many servers do not know AWS's checksums, and an address would be bound to that of no bytes at all; with AWS itself
 * its library checks every body both ways.
 */
const NO_CHECKSUMS: S3ClientConfig = {
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
}

function choosesChecksums(env: NodeJS.ProcessEnv): boolean {
  return Boolean(env.AWS_REQUEST_CHECKSUM_CALCULATION || env.AWS_RESPONSE_CHECKSUM_VALIDATION)
}

/** The region of the shared configuration; as boto without one. */
async function regionOfChain(client: S3Client): Promise<string> {
  try {
    return await client.config.region()
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Region is missing')) return 'us-east-1'
    throw error
  }
}

function ignoresTls(env: NodeJS.ProcessEnv): boolean {
  return ['true', '1'].includes(env.MLFLOW_S3_IGNORE_TLS?.toLowerCase() ?? '')
}

/** Whether buckets are read as anybody may. */
export function isAnonymous(env: NodeJS.ProcessEnv): boolean {
  return env.MLFLOW_EXPERIMENTAL_S3_SIGNATURE_VERSION?.toLowerCase() === 'unsigned'
}

const ANONYMOUS: S3ClientConfig = {
  credentials: { accessKeyId: '', secretAccessKey: '' },
  signer: { sign: async (request) => request },
}
