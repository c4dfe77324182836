import type { Connection } from './connection.ts'
import type { Reply } from './reply-reader.ts'

export const API = '/api/2.0/mlflow'

// No port in Host: servers accept it, and requests can be built before one is known.
const HEAD = 'HTTP/1.1\r\nHost: 127.0.0.1\r\n'

export function get(path: string, query: Record<string, string | string[]> = {}): Buffer {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query))
    for (const item of [value].flat()) search.append(key, item)
  return Buffer.from(`GET ${path}${search.size > 0 ? `?${search}` : ''} ${HEAD}\r\n`)
}

export function post(path: string, body: unknown): Buffer {
  const json = JSON.stringify(body)
  const length = Buffer.byteLength(json)
  return Buffer.from(
    `POST ${path} ${HEAD}Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${json}`,
  )
}

/** Sends a request outside of any timing and reads its JSON. Anything but a 200 is an error. */
export async function ask<T>(connection: Connection, request: Buffer): Promise<T> {
  return readJson<T>(await connection.send(request, true))
}

function readJson<T>(reply: Reply): T {
  if (reply.status !== 200) throw new Error(describe(reply))
  return JSON.parse(String(reply.body)) as T
}

export function describe(reply: Reply): string {
  const text = String(reply.body ?? '').replaceAll(/\s+/g, ' ')
  return `status ${reply.status}: ${text.slice(0, 200)}`
}
