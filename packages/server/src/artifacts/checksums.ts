import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { invalidParameter } from '@millrace/contract'

/** What a body must come to. */
interface Checksum {
  readonly header: string
  readonly algorithm: 'md5' | 'sha256' | 'sha512'
  readonly digest: Buffer
}

const BYTES = { md5: 16, sha256: 32, sha512: 64 }

/** Headers with one digest: its algorithm and how it is written. */
const SINGLE = {
  'content-md5': ['md5', 'base64'],
  'x-amz-checksum-sha256': ['sha256', 'base64'],
  'x-amz-content-sha256': ['sha256', 'hex'],
  'x-checksum-sha256': ['sha256', 'hex'],
} as const

/** Headers with several: RFC 3230 (`SHA-256=…`) and its successor RFC 9530 (`sha-256=:…:`). */
const LISTS = ['digest', 'content-digest', 'repr-digest']
const LISTED = { md5: 'md5', 'sha-256': 'sha256', 'sha-512': 'sha512' } as const

/** Words of S3 clients that stand where a digest would. */
const UNSIGNED = /^(?:UNSIGNED-PAYLOAD|STREAMING-)/

/**
 * The body, passed on; at its end it is what its sender's checksums say, or the upload fails before it is stored.
 * @throws MlflowError for a checksum that cannot be one, and at the end for one that does not fit
 */
export function verified(headers: IncomingHttpHeaders, body: AsyncIterable<Uint8Array>) {
  const checksums = checksumsOf(headers)
  return checksums.length === 0 ? body : compared(body, checksums)
}

async function* compared(
  body: AsyncIterable<Uint8Array>,
  checksums: readonly Checksum[],
): AsyncGenerator<Uint8Array> {
  const hashes = checksums.map((checksum) => ({ ...checksum, hash: createHash(checksum.algorithm) }))
  for await (const chunk of body) {
    for (const { hash } of hashes) hash.update(chunk)
    yield chunk
  }
  for (const { header, digest, hash } of hashes) {
    if (!hash.digest().equals(digest)) throw invalidParameter(`The body is not what '${header}' says.`)
  }
}

function checksumsOf(headers: IncomingHttpHeaders): Checksum[] {
  const single = Object.entries(SINGLE).flatMap(([header, [algorithm, encoding]]) => {
    const text = headers[header]
    if (typeof text !== 'string' || UNSIGNED.test(text)) return []
    return [checksum(header, algorithm, text, encoding)]
  })
  return [...single, ...LISTS.flatMap((header) => listed(header, headers[header]))]
}

/** Algorithms that are not known here are for others. */
function listed(header: string, value: string | string[] | undefined): Checksum[] {
  return [value ?? []]
    .flat()
    .flatMap((line) => line.split(','))
    .flatMap((member) => {
      const [, name = '', text = ''] = /^\s*([\w-]+)=:?([^:]*):?\s*$/.exec(member) ?? []
      const key = name.toLowerCase()
      if (!Object.hasOwn(LISTED, key)) return []
      return [checksum(header, LISTED[key as keyof typeof LISTED], text, 'base64')]
    })
}

function checksum(
  header: string,
  algorithm: Checksum['algorithm'],
  text: string,
  encoding: 'base64' | 'hex',
): Checksum {
  const digest = Buffer.from(text.trim(), encoding)
  if (digest.length === BYTES[algorithm]) return { header, algorithm, digest }
  throw invalidParameter(`'${header}' holds no ${algorithm} checksum.`)
}
