import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** The least of a tracking server: it keeps what it is told, as often as it is told it. */
export class FakeServer {
  readonly points: string[] = []
  readonly runs: { id: string; name: string; tags: string; status: string }[] = []
  /** Does what it is asked, but its answer gets lost. */
  losesAnswers = false
  /** Somebody else answers, or nobody ever, and nothing is done. */
  instead: { readonly status: number | 'silence'; readonly body: string } | undefined
  /** A batch with a metric of this name is refused. */
  readonly badKey = 'bad'
  /** Who asked. */
  readonly tokens: (string | undefined)[] = []
  port = 0
  #server: Server | undefined

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  async start(): Promise<void> {
    this.#server = createServer(async (request, response) => {
      const body = JSON.parse((await text(request)) || '{}')
      this.tokens.push(request.headers.authorization)
      const { instead } = this
      if (instead?.status === 'silence') return
      if (instead !== undefined) {
        response.writeHead(instead.status).end(instead.body)
        return
      }
      if (body.metrics?.some(({ key }: { key: string }) => key === this.badKey)) {
        response.writeHead(400).end('{"error_code":"INVALID_PARAMETER_VALUE","message":"bad"}')
        return
      }
      const answer = this.#answer(request.url ?? '', body)
      if (this.losesAnswers) request.socket.destroy()
      else response.end(JSON.stringify(answer))
    }).listen(this.port, '127.0.0.1')
    await once(this.#server, 'listening')
    this.port = (this.#server.address() as AddressInfo).port
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections()
    this.#server?.close()
    this.#server = undefined
  }

  // biome-ignore lint/suspicious/noExplicitAny: bodies of the wire
  #answer(path: string, body: any): object {
    if (path.endsWith('runs/create')) {
      const run = {
        id: `r${this.runs.length}`,
        name: body.run_name,
        tags: JSON.stringify(body.tags),
        status: 'RUNNING',
      }
      this.runs.push(run)
      return { run: { info: { run_id: run.id, run_name: run.name } } }
    }
    if (path.endsWith('runs/search')) {
      const wanted = /= '(.*)'$/.exec(body.filter)?.[1] ?? ''
      return {
        runs: this.runs
          .filter(({ tags }) => tags.includes(wanted))
          .map(({ id }) => ({ info: { run_id: id } })),
      }
    }
    if (path.endsWith('runs/update')) {
      for (const run of this.runs.filter(({ id }) => id === body.run_id)) run.status = body.status
    }
    if (path.endsWith('log-batch')) {
      for (const { key, step } of body.metrics ?? []) this.points.push(`${body.run_id} ${key} ${step}`)
    }
    return {}
  }
}
