import { createServer, type RequestListener, type Server } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { type Driven, drive, openConnections } from './drive.ts'
import { post } from './requests.ts'

const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function driveAgainst(listener: RequestListener, to: number): Promise<Driven> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  const connections = openConnections(address.port, 4)
  const driven = await drive(connections, {
    from: 0,
    to,
    seconds: 30,
    task: (connection, index) => connection.send(post('/any', { index })),
  })
  for (const connection of connections) connection.close()
  return driven
}

test('sends every request once and counts the replies', async () => {
  const seen: number[] = []
  const driven = await driveAgainst(async (request, reply) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    seen.push(JSON.parse(Buffer.concat(parts).toString()).index)
    reply.end('ok')
  }, 50)
  expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index))
  expect(driven).toMatchObject({ done: 50, bytes: 100, failures: [] })
  expect(driven.latenciesMs).toHaveLength(50)
})

test('a refused request is a failure with its text, not a reply', async () => {
  const driven = await driveAgainst((_request, reply) => reply.writeHead(500).end('database is locked'), 3)
  expect(driven.done).toBe(0)
  expect(driven.failures).toEqual(Array(3).fill('status 500: database is locked'))
})

test('a connection cut off before the reply is a failure', async () => {
  const driven = await driveAgainst((request) => void request.socket.destroy(), 1)
  expect(driven.done).toBe(0)
  expect(driven.failures).toHaveLength(1)
})

test('reconnects where the server hangs up after each reply', async () => {
  const driven = await driveAgainst((_request, reply) => {
    reply.setHeader('Content-Length', 2)
    reply.end('ok', () => reply.socket?.end())
  }, 4)
  expect(driven).toMatchObject({ done: 4, failures: [] })
})

test('stops asking a server that only fails', async () => {
  let asked = 0
  await driveAgainst((_request, reply) => {
    asked += 1
    reply.writeHead(500).end()
  }, 500)
  expect(asked).toBeLessThan(50)
})
