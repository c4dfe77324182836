import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { nodeFetch } from './node-fetch.ts'

test('headers reach the server byte by byte, whatever is in the body', async () => {
  const heard: string[] = []
  const server = createServer(async (request, response) => {
    const name = Buffer.from(String(request.headers['x-user']), 'latin1').toString('utf8')
    heard.push(`${name}: ${(await request.toArray()).join('')}`)
    response.end('{}')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const headers = { 'x-user': Buffer.from('Елена').toString('latin1') }
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const fetch = nodeFetch()
  await fetch(url, { method: 'GET', headers })
  await fetch(url, { method: 'POST', headers, body: 'да' })
  await fetch(url, { method: 'POST', headers, body: new TextEncoder().encode('не') })
  server.close()
  server.closeAllConnections()
  expect(heard).toEqual(['Елена: ', 'Елена: да', 'Елена: не'])
})
