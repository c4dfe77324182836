import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openHttp } from './http.ts'
import { at } from './repository.suite.ts'
import { serverPlace } from './server-place.ts'

describe('another server of artifacts gets', () => {
  const seen: (string | undefined)[] = []
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization)
    response.end('{"files": []}')
  })
  beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)))
  afterAll(() => {
    server.close()
    vi.unstubAllEnvs()
  })
  beforeEach(() => {
    seen.length = 0
    vi.stubEnv('MLFLOW_TRACKING_USERNAME', 'operator')
    vi.stubEnv('MLFLOW_TRACKING_PASSWORD', 'secret')
    vi.stubEnv('MLFLOW_TRACKING_TOKEN', 'token')
  })

  const uri = (login = '') =>
    `http://${login}127.0.0.1:${(server.address() as AddressInfo).port}/api/2.0/mlflow-artifacts/artifacts/x`
  const basic = (login: string) => `Basic ${Buffer.from(login).toString('base64')}`
  const stranger = { isAllowedAddress: () => true }

  it.each([
    ['the environment’s login, where the operator chose it', '', {}, basic('operator:secret')],
    ['no login, where a client chose it', '', stranger, undefined],
    ['the login of its address, where a client chose it', 'ana:pw@', stranger, basic('ana:pw')],
    ['a login that is badly encoded as it was written', '%zz:%ff@', stranger, basic('%zz:%ff')],
  ])('%s', async (_name, login, options, expected) => {
    await Array.fromAsync(openHttp(uri(login), options).list(at('')))
    expect(seen).toEqual([expected])
  })
})

describe('the address of a file server', () => {
  it('may hold a badly encoded login', () => {
    expect(serverPlace('ftp://%zz:%ff@host/x')).toMatchObject({ username: '%zz', password: '%ff' })
  })

  it('holds no login that ends a line', () => {
    expect(() => serverPlace('ftp://ana%0d%0aDELE%20x:pw@host/x')).toThrow('The login')
  })
})
