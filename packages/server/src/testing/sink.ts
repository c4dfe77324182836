import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Json } from './test-server.ts'

/** A request that a sink got. */
interface Caught {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  readonly body: Json
}

/**
 * A receiver of webhooks on the loopback. A path `/status/503` is answered so, `/silent` not at all, all others with 200.
 */
export interface Sink {
  readonly url: string
  readonly caught: Caught[]
  /** Takes requests and gives no answer; they do not count as caught. */
  isSilent: boolean
  /** How long an answer takes. */
  delayMs: number
  /** The status of the next answer to this path. */
  answerNext(path: string, status: number): void
  /** Those that got to this path, once there are so many. */
  at(path: string, count: number): Promise<Caught[]>
  dropConnections(): void
  close(): Promise<void>
}

const PATIENCE_MS = 15_000

export async function openSink(): Promise<Sink> {
  const caught: Caught[] = []
  const next = new Map<string, number>()
  const server = createServer(async (request, response) => {
    const body = await text(request)
    const path = request.url ?? ''
    if (sink.isSilent || path === '/silent') return
    if (sink.delayMs > 0) await sleep(sink.delayMs)
    caught.push({
      path,
      headers: request.headers as Record<string, string>,
      text: body,
      body: JSON.parse(body),
    })
    const status = next.get(path) ?? Number(/\/status\/(\d+)/.exec(path)?.[1] ?? 200)
    next.delete(path)
    response.writeHead(status, { location: '/redirected' }).end(`answer ${status}`)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const sink: Sink = {
    isSilent: false,
    delayMs: 0,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    caught,
    answerNext: (path, status) => void next.set(path, status),
    async at(path, count) {
      const giveUp = Date.now() + PATIENCE_MS
      for (;;) {
        const found = caught.filter((one) => one.path === path)
        if (found.length >= count) return found
        if (Date.now() > giveUp) throw new Error(`${found.length} of ${count} requests came to ${path}`)
        await sleep(10)
      }
    },
    dropConnections: () => server.closeAllConnections(),
    async close() {
      server.closeAllConnections()
      server.close()
    },
  }
  return sink
}
