import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { FILE_STORE } from '../testing/databases.ts'
import { TestServer } from '../testing/test-server.ts'

const PROXY = '/api/2.0/mlflow-artifacts/artifacts'

/** A server of artifacts that does not tell how long its files are. */
const store = createServer((request, response) => {
  if (request.url?.includes('?')) return void response.end('{"files": [{"path": "x.html", "is_dir": false}]}')
  response.write('<h1>')
  response.end('x</h1>')
})
const server = new TestServer()

beforeAll(async () => {
  await new Promise<void>((done) => store.listen(0, '127.0.0.1', done))
  const artifactsDestination = `http://127.0.0.1:${(store.address() as AddressInfo).port}${PROXY}/root`
  await server.start(FILE_STORE, { flags: { artifactsDestination } })
})
afterAll(async () => {
  await server.stop()
  store.close()
})

it('a file of unknown length is sent without one', async () => {
  const reply = await server.inject({ method: 'GET', url: `${PROXY}/folder/x.html` })
  expect(reply).toMatchObject({ status: 200, text: '<h1>x</h1>' })
  expect(reply.headers['content-length']).toBeUndefined()
})
