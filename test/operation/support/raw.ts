import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { buffer } from 'node:stream/consumers'

export interface RawReply {
  status: number
  headers: Record<string, unknown>
  body: Buffer
}

/** A request with headers that `fetch` would not send, its path as it is written. */
export async function ask(
  port: number,
  method: string,
  path: string,
  { headers = {}, payload }: { headers?: Record<string, string>; payload?: string | undefined } = {},
): Promise<RawReply> {
  const outgoing = request({ port, host: '127.0.0.1', method, path, headers, agent: false })
  outgoing.end(payload)
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage]
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, body: await buffer(incoming) }
}

/** Sends bytes as they are and gives all that comes back until the server closes the connection. */
export async function talk(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(bytes)
  return (await buffer(socket)).toString('latin1')
}
