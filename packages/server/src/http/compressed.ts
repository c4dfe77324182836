import type { IncomingHttpHeaders } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Endpoint } from '@millrace/contract'
import type { Outgoing } from './answer.ts'

const gzipInPool = promisify(gzip)

/** Below this a reply fits into a packet or two as it is. */
const WORTH_IT_BYTES = 2048

/** A fifth of the time of the usual level for a tenth more bytes. */
const LEVEL = 2

interface Encoded {
  readonly body: Outgoing['body']
  readonly headers: Readonly<Record<string, string>>
}

/** The body of a reply, compressed where its endpoint asks for that and the client takes it. */
export async function compressed(
  endpoint: Endpoint<never, unknown>,
  { body }: Outgoing,
  asked: IncomingHttpHeaders,
): Promise<Encoded> {
  if (!endpoint.compressed) return { body, headers: {} }
  // The door's own, for other origins, is in it too: one header takes the place of the other.
  const headers = { vary: 'Accept-Encoding, Origin' }
  const takesIt = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(String(asked['accept-encoding'] ?? ''))
  if (!takesIt || body.length < WORTH_IT_BYTES) return { body, headers }
  return {
    body: await gzipInPool(body, { level: LEVEL }),
    headers: { ...headers, 'content-encoding': 'gzip' },
  }
}
