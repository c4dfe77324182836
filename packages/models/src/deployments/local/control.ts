import { randomBytes, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readSupervisor } from './record.ts'

/** How a server stands, as its supervisor knows it. */
export interface SupervisorState {
  /** Of the server; 0 between two. */
  readonly server_pid: number
  /** How often it was started again because it had ended by itself. */
  readonly restarts: number
  /** Of the server that ended last by itself, since the deployment was made or changed; undefined for none. */
  readonly last_exit?: string
  /** Milliseconds since 1970. */
  readonly started: number
}

/** What a supervisor can be told. */
export interface Commands {
  state(): SupervisorState
  /** Serve what the record says now. */
  reload(): Promise<void>
  /** End the server, and yourself. */
  stop(): void
}

export interface Control {
  readonly port: number
  readonly token: string
  close(): void
}

/** Listens on the loopback for whoever knows the token, which only the owner of the deployment's folder can read. */
export async function openControl(commands: Commands): Promise<Control> {
  const token = randomBytes(24).toString('hex')
  const expected = Buffer.from(`Bearer ${token}`)
  const server: Server = createServer(async (request, response) => {
    const given = Buffer.from(request.headers.authorization ?? '')
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      response.writeHead(401).end()
      return
    }
    if (request.url === '/reload') await commands.reload()
    if (request.url === '/stop') commands.stop()
    response.writeHead(200, { 'content-type': 'application/json', connection: 'close' })
    response.end(JSON.stringify(commands.state()))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, token, close: () => server.close() }
}

const ANSWER_MS = 15_000

/** What the supervisor of a deployment says; undefined when there is none any more. */
export async function askSupervisor(
  folder: string,
  command: 'state' | 'reload' | 'stop',
): Promise<SupervisorState | undefined> {
  const file = await readSupervisor(folder)
  if (!file) return undefined
  try {
    const reply = await fetch(`http://127.0.0.1:${file.port}/${command}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${file.token}` },
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    // Another program may have the port by now.
    return reply.ok ? ((await reply.json()) as SupervisorState) : undefined
  } catch {
    return undefined
  }
}
