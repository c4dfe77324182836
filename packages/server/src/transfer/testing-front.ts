import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** A request to a server, with its body as text. */
export interface Asked {
  readonly method: string
  readonly url: string
  readonly body: string
}

type Answer = readonly [status: number, body: object]

/** A server in front of another: it passes on all but what `answer` answers itself. */
export async function inFrontOf(
  behind: { readonly port: number },
  answer: (asked: Asked) => Answer | undefined,
) {
  const server = createServer(async (request, reply) => {
    const { method = '', url = '' } = request
    const body = await text(request)
    const own = answer({ method, url, body })
    if (own) {
      reply.writeHead(own[0]).end(JSON.stringify(own[1]))
      return
    }
    const answered = await fetch(`http://127.0.0.1:${behind.port}${url}`, {
      method,
      headers: { 'content-type': request.headers['content-type'] ?? 'application/json' },
      ...(body && { body }),
    })
    reply.writeHead(answered.status).end(await answered.text())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}
