import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { copyStore } from './copy.ts'
import { openSource, openTarget } from './open.ts'

const heard: { [server: string]: Set<string | undefined> } = {}
const servers: Server[] = []

beforeEach(() => {
  vi.stubEnv('MLFLOW_TRACKING_TOKEN', 'source')
})
afterEach(() => {
  vi.unstubAllEnvs()
  for (const server of servers.splice(0)) server.close()
})

/** Has one experiment, and nothing else; takes another. */
async function serve(name: string): Promise<string> {
  const asked = new Set<string | undefined>()
  heard[name] = asked
  const server = createServer((request, reply) => {
    asked.add(request.headers.authorization)
    const isSearch = request.url?.endsWith('experiments/search')
    reply.end(
      isSearch
        ? '{"experiments": [{"experiment_id": "1", "name": "a"}]}'
        : '{"experiment": {"experiment_id": "1"}}',
    )
  }).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

it.each([
  [{}, '', undefined],
  [{ MILLRACE_TARGET_TOKEN: 'target' }, '', 'Bearer target'],
  [{ MILLRACE_TARGET_USERNAME: 'ana', MILLRACE_TARGET_PASSWORD: 'p' }, '', 'Basic YW5hOnA='],
  [{}, 'ana:p@', 'Basic YW5hOnA='],
])('of two servers the target hears only its own credentials: %o %s', async (env, user, expected) => {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  const [a, b] = [await serve('source'), await serve('target')]
  const [from, to] = [`http://${a}`, `http://${user}${b}`]
  const [source, target] = [await openSource(from), await openTarget(to, undefined, from)]
  await copyStore(source.store, target.store, { selection: {}, artifacts: false })
  expect(heard).toEqual({ source: new Set(['Bearer source']), target: new Set([expected]) })
})

it('from elsewhere it hears those of clients', async () => {
  const to = await serve('target')
  const { store } = await openTarget(`http://${to}`, undefined, 'sqlite:///a.db')
  await store.write([
    { kind: 'experiment', id: 'a', rows: { experiments: [{ experiment_id: 1, name: 'a' }] } },
  ])
  expect(heard.target).toEqual(new Set(['Bearer source']))
})

it.each([
  ['http://Example.com', 'http://example.com:80/'],
  ['http://a:5000/x', 'http://me:secret@A:5000/x//'],
])('%s and %s are one server, and nothing is copied', async (from, to) => {
  await expect(openTarget(to, undefined, from)).rejects.toThrow(
    /^http:\S+ is both the source and the target: there is nothing to copy\.$/,
  )
})
