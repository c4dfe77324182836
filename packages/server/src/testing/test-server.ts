import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { InjectOptions } from 'fastify'
import { pino } from 'pino'
import { afterAll, beforeAll, describe } from 'vitest'
import { readConfig, type ServerFlags } from '../config.ts'
import { type RunningServer, startServer } from '../start.ts'
import { DATABASES, type TestDatabase } from './databases.ts'
import { USER_TABLES } from './user-tables.ts'

/** What came back; `body` is the parsed JSON, or undefined where the reply is none. */
export interface Reply {
  readonly status: number
  readonly text: string
  readonly headers: Readonly<Record<string, unknown>>
  // Tests reach into replies by the names of the wire; what is not there fails their expectations.
  readonly body: Json
}

/** A JSON value whose shape the test knows better than the compiler. */
// biome-ignore lint/suspicious/noExplicitAny: the one place where replies lose their type
export type Json = any

type Method = NonNullable<InjectOptions['method']>
export type Query = Record<string, string | string[]>

/** A whole server on a scratch database, spoken to through its front door. */
export class TestServer {
  folder = ''
  /** The name of the kind of database; a folder cannot hold all that the others can. */
  readonly kind: string
  #running: RunningServer | undefined

  constructor(kind = '') {
    this.kind = kind
  }

  async start(database: TestDatabase, { flags = {}, env = {} }: TestOptions): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), 'millrace-test-'))
    const config = readConfig(
      {
        backendStoreUri: await database.create(this.folder),
        artifactsDestination: join(this.folder, 'artifacts'),
        ...flags,
      },
      env,
    )
    this.#running = await startServer(config, pino({ level: process.env.MILLRACE_TEST_LOG ?? 'silent' }))
  }

  async stop(): Promise<void> {
    await this.#running?.close()
    await rm(this.folder, { recursive: true, force: true })
  }

  get running(): RunningServer {
    if (!this.#running) throw new Error('the test server is not started')
    return this.#running
  }

  /** A request exactly as given. */
  async inject(options: InjectOptions): Promise<Reply> {
    const { statusCode, payload, headers } = await this.running.app.inject({
      ...options,
      headers: { host: 'localhost', ...options.headers },
    })
    return { status: statusCode, text: payload, headers, body: parsed(payload) }
  }

  /** Opens a port on the loopback; `stop` closes it. */
  async listen(): Promise<AddressInfo> {
    const { app } = this.running
    if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' })
    return app.server.address() as AddressInfo
  }

  /** A request over a socket, its path sent as it is written: `inject` would resolve `..` before the server sees it. */
  async raw(
    method: Method,
    path: string,
    options: { headers?: Record<string, string>; payload?: string } = {},
  ): Promise<Reply> {
    const { port } = await this.listen()
    const outgoing = request({
      port,
      host: '127.0.0.1',
      method,
      path,
      headers: options.headers,
      agent: false,
    })
    outgoing.end(options.payload)
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage]
    const payload = await text(incoming)
    return {
      status: incoming.statusCode ?? 0,
      text: payload,
      headers: incoming.headers,
      body: parsed(payload),
    }
  }

  /** A JSON request to a path below `/api/2.0/mlflow/`; a body that is text goes out as it is. */
  async send(method: Method, path: string, body: unknown): Promise<Reply> {
    return this.inject({
      method,
      url: address(path),
      headers: { 'content-type': 'application/json' },
      payload: typeof body === 'string' ? body : JSON.stringify(body),
    })
  }

  async post(path: string, body: unknown): Promise<Reply> {
    return this.send('POST', path, body)
  }

  async get(path: string, query: Query = {}): Promise<Reply> {
    return this.inject({ method: 'GET', url: address(path), query })
  }

  /** Everything that users' requests can change in the tables, to show that a refused one changed nothing. */
  async contents(): Promise<Record<string, unknown[]>> {
    const { db } = this.running.deps
    const tables: Record<string, unknown[]> = {}
    for (const table of USER_TABLES) tables[table] = await db.query(db.builder.selectFrom(table).selectAll())
    return tables
  }
}

function address(path: string): string {
  return path.startsWith('/') ? path : `/api/2.0/mlflow/${path}`
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export interface TestOptions {
  readonly flags?: ServerFlags
  readonly env?: Readonly<Record<string, string>>
}

/** Runs a suite on a server of its own for every database that is there. */
export function onEveryDatabase(
  name: string,
  suite: (server: TestServer) => void,
  options: TestOptions = {},
): void {
  for (const database of DATABASES) {
    describe(`${name} (${database.name})`, () => {
      const server = new TestServer(database.name)
      beforeAll(() => server.start(database, options))
      afterAll(() => server.stop())
      suite(server)
    })
  }
}
