import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type RequestOptions, request as send } from 'node:https'
import type { AddressInfo } from 'node:net'
import { dirname } from 'node:path'
import { text } from 'node:stream/consumers'

/** One request and its answer, as they passed. */
interface Exchange {
  readonly method: string
  readonly path: string
  readonly body: string
  readonly status: number
  readonly type: string
  readonly answer: string
  /** It broke off. */
  readonly broken?: boolean
  /** How many requests had changed something, or had read a log to its end, before it: an answer belongs to what was before it. */
  readonly after: number
}

type Texts = [string, string, string]

interface Recording {
  readonly server: string
  readonly recorded: string
  readonly exchanges: Exchange[]
}

const CHANGES = ['POST', 'PUT', 'PATCH', 'DELETE']
const LOG = /\/log\?/

/** Names that are new each time. */
class Names {
  #job = ''
  #run = ''

  learn(method: string, path: string, body: string): void {
    if (method !== 'POST' || !path.includes('/jobs')) return
    const { metadata, spec } = JSON.parse(body)
    this.#job = metadata.name
    const env: { name: string; value: string }[] = spec.template.spec.containers[0].env
    this.#run = env.find(({ name }) => name === 'MLFLOW_RUN_ID')?.value ?? ''
  }

  hide(words: string): string {
    if (this.#job === '') return words
    return words.replaceAll(this.#job, '{job}').replaceAll(this.#run, '{run}')
  }

  show(words: string): string {
    return words.replaceAll('{job}', this.#job).replaceAll('{run}', this.#run)
  }
}

/** Between a client and an API server: writes down what passes, or answers from what was written down. */
export class KubernetesExchanges {
  /** Requests that no recording has. */
  readonly unknown: string[] = []
  readonly #names = new Names()
  readonly #recording: Recording
  readonly #file: string
  readonly #real: string | undefined
  readonly #server: Server
  readonly #given = new Map<string, number>()
  #steps = 0

  /** @param real the API server to record, with its version; none to answer in its place */
  constructor(file: string, real?: { readonly url: string; readonly version: string }) {
    this.#file = file
    this.#real = real?.url
    this.#recording = real
      ? { server: real.version, recorded: new Date().toISOString().slice(0, 10), exchanges: [] }
      : JSON.parse(readFileSync(file, 'utf8'))
    this.#server = createServer(async (request, response) => {
      const body = await text(request)
      const { method = '', url = '' } = request
      this.#names.learn(method, url, body)
      const after = this.#steps
      if (CHANGES.includes(method)) this.#steps++
      if (LOG.test(url)) response.once('close', () => this.#steps++)
      if (this.#real) this.#pass(this.#real, request, body, after, response)
      else this.#answer(method, url, body, after, response)
    })
  }

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
    if (!this.#real) return
    if (!existsSync(dirname(this.#file))) mkdirSync(dirname(this.#file), { recursive: true })
    writeFileSync(this.#file, `${JSON.stringify(this.#recording, undefined, 1)}\n`)
  }

  #pass(real: string, request: IncomingMessage, body: string, after: number, response: ServerResponse): void {
    const { method = '', url = '', headers } = request
    const options: RequestOptions = {
      method,
      headers: { ...headers, host: new URL(real).host, 'accept-encoding': 'identity' },
    }
    const passed = send(`${real}${url}`, { ...options, rejectUnauthorized: false }, (answer) => {
      const { statusCode: status = 0 } = answer
      const type = answer.headers['content-type'] ?? ''
      response.writeHead(status, { 'content-type': type })
      let words = ''
      const keep = (broken: boolean) => {
        const [path, sent, got] = [url, body, words].map((one) => this.#names.hide(one)) as Texts
        this.#keep({ method, path, body: sent, status, type, answer: got, after, ...(broken && { broken }) })
      }
      answer.setEncoding('utf8')
      answer.on('data', (piece: string) => {
        words += piece
        response.write(piece)
      })
      answer.on('end', () => {
        keep(false)
        response.end()
      })
      answer.on('error', () => {
        keep(true)
        response.destroy()
      })
    })
    response.on('close', () => passed.destroy())
    passed.on('error', () => response.destroy())
    passed.end(body)
  }

  /** What says the same as the answer before it says nothing. */
  #keep(exchange: Exchange): void {
    const { exchanges } = this.#recording
    const same = (one: Exchange) => one.method === exchange.method && one.path === exchange.path
    const before = exchanges.findLast(same)
    if (before?.answer === exchange.answer && before.after === exchange.after) return
    exchanges.push(exchange)
  }

  /** The answers to one request in their order; the last again and again. */
  #answer(method: string, url: string, body: string, after: number, response: ServerResponse): void {
    const path = withoutTime(this.#names.hide(url))
    const hidden = this.#names.hide(body)
    const fitting = this.#recording.exchanges.filter(
      (one) => one.method === method && withoutTime(one.path) === path && sameBody(one.body, hidden),
    )
    // Of the last step that has an answer; where it was asked earlier than then, of the first.
    const step = fitting.findLast((one) => one.after <= after)?.after ?? fitting[0]?.after
    const answers = fitting.filter((one) => one.after === step)
    const key = `${step} ${method} ${path}`
    const turn = this.#given.get(key) ?? 0
    this.#given.set(key, turn + 1)
    const found = answers[Math.min(turn, answers.length - 1)]
    if (!found) {
      this.unknown.push(`${method} ${url} ${body}`)
      response.writeHead(501).end()
      return
    }
    response.writeHead(found.status, { 'content-type': found.type })
    response.write(this.#names.show(found.answer))
    if (found.broken) setTimeout(() => response.destroy(), 100)
    else response.end()
  }
}

function withoutTime(path: string): string {
  return path.replace(/sinceTime=[^&]*/, 'sinceTime=')
}

function sameBody(one: string, other: string): boolean {
  if (one === '' || other === '') return one === other
  return JSON.stringify(sorted(JSON.parse(one))) === JSON.stringify(sorted(JSON.parse(other)))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort()
      .map(([key, one]) => [key, sorted(one)]),
  )
}
