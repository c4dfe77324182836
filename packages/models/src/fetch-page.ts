import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { doesNotExist, invalidParameter } from '@millrace/contract'

export interface FetchOptions {
  /** Aborted when nobody wants it any more. */
  readonly signal?: AbortSignal
  /** What is longer is refused; any length is taken if not given. */
  readonly mostBytes?: number
}

const MOST_REDIRECTS = 10

/**
 * Fetches what an address of the web answers into a file, which is there whole or not at all.
 * @param address may hold a name and a password; they go to its own host alone
 * @throws MlflowError where it is not there, or longer than is wanted
 */
export async function fetchPage(address: string, target: string, options: FetchOptions = {}): Promise<void> {
  const { signal, mostBytes = Number.POSITIVE_INFINITY } = options
  const { url, authorization } = withoutPassword(new URL(address))
  const reply = await answerOf(url, authorization, signal)
  const { body, headers } = reply
  if (!reply.ok || body === null) throw doesNotExist(`${url.href} answered ${reply.status}`)
  if (Number(headers.get('content-length')) > mostBytes) throw tooLong(url, mostBytes)
  try {
    const bytes = Readable.fromWeb(body as never)
    await pipeline(bytes, (pieces) => counted(pieces, url, mostBytes), createWriteStream(target), { signal })
  } catch (error) {
    await rm(target, { force: true })
    throw error
  }
}

async function* counted(pieces: AsyncIterable<Uint8Array>, url: URL, mostBytes: number) {
  let bytes = 0
  for await (const piece of pieces) {
    bytes += piece.byteLength
    if (bytes > mostBytes) throw tooLong(url, mostBytes)
    yield piece
  }
}

/** Follows redirects; never from https to what anyone on the way can read and change. */
async function answerOf(
  start: URL,
  authorization: string | undefined,
  signal?: AbortSignal,
): Promise<Response> {
  let url = start
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    const headers = authorization !== undefined && url.origin === start.origin ? { authorization } : undefined
    const reply = await reached(url, { headers, signal, redirect: 'manual' })
    const place = reply.status >= 300 && reply.status < 400 ? reply.headers.get('location') : null
    if (place === null) return reply
    await reply.body?.cancel()
    const next = withoutPassword(new URL(place, url)).url
    const isSafe = next.protocol === 'https:' || (next.protocol === 'http:' && url.protocol === 'http:')
    if (!isSafe) throw doesNotExist(`${url.href} leads to ${next.origin}, which is not followed from there`)
    url = next
  }
  throw doesNotExist(`${start.href} leads further more than ${MOST_REDIRECTS} times`)
}

async function reached(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    init.signal?.throwIfAborted()
    const { cause, message } = error as Error
    throw doesNotExist(`${url.href} cannot be reached: ${(cause as Error | undefined)?.message ?? message}`)
  }
}

/** `fetch` takes none within an address, and messages should hold none. */
function withoutPassword(given: URL): { url: URL; authorization: string | undefined } {
  const { username, password } = given
  const url = new URL(given)
  url.username = ''
  url.password = ''
  if (username === '' && password === '') return { url, authorization: undefined }
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { url, authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
}

function tooLong(url: URL, mostBytes: number): Error {
  return invalidParameter(`${url.href} is longer than the ${mostBytes} bytes that are taken`)
}
