import type { IncomingMessage } from 'node:http'
import { MlflowError } from '@millrace/contract'

/** Answered 413. */
export class BodyTooLong extends MlflowError {
  constructor(limit: number) {
    super('INVALID_PARAMETER_VALUE', `The request is longer than the ${limit} bytes that are allowed.`)
  }
}

/** @throws BodyTooLong when the body is longer than `limit` bytes; the connection then ends with the answer */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) {
    request.resume()
    return Promise.reject(new BodyTooLong(limit))
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    request.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length > limit) reject(new BodyTooLong(limit))
      else chunks.push(chunk)
    })
    request.once('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)))
    request.once('error', reject)
    request.once('close', () => reject(new Error('The client went away.')))
  })
}
