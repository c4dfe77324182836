import { existsSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api } from '../helpers/api.ts'
import { REPOSITORY } from '../helpers/repository.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { MILLRACE, type RunningServer, startServer } from '../helpers/server.ts'
import { ask, talk } from './support/raw.ts'

const CREATE = '/api/2.0/mlflow/experiments/create'
const PAGE = `${REPOSITORY}/packages/ui/dist/index.html`

describe('HTTP at its edges', () => {
  let folder: Scratch
  let server: RunningServer
  const names = async () => {
    const { experiments } = await api<{ experiments: { name: string }[] }>(
      server.url,
      'experiments/search?max_results=1000',
    )
    return experiments.map(({ name }) => name)
  }

  beforeAll(async () => {
    folder = scratch('protocol')
    server = await startServer(
      { database: folder.file('mlflow.db'), artifacts: folder.file('artifacts') },
      MILLRACE,
    )
  })
  afterAll(async () => {
    await server?.stop()
    folder?.remove()
  })

  const head = (...lines: string[]) => `${[...lines, 'host: localhost'].join('\r\n')}\r\n\r\n`
  const post = (...lines: string[]) =>
    head(`POST ${CREATE} HTTP/1.1`, 'content-type: application/json', ...lines)

  test.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    ['a length that is no number', post('content-length: abc'), 400],
    ['a negative length', post('content-length: -1'), 400],
    ['two lengths', `${post('content-length: 3', 'content-length: 4')}{}`, 400],
    ['a length and chunks', `${post('content-length: 4', 'transfer-encoding: chunked')}0\r\n\r\n`, 400],
    ['a broken chunk', `${post('transfer-encoding: chunked')}zz\r\n{}\r\n`, 400],
    ['no host', 'GET /version HTTP/1.1\r\n\r\n', 400],
    ['headers without end', head('GET /health HTTP/1.1', `x: ${'x'.repeat(100_000)}`), 431],
  ])('%s is refused and changes nothing', async (_name, bytes, status) => {
    const before = await names()
    const reply = await talk(server.port, bytes)
    expect(reply).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(await names()).toEqual(before)
    expect(await (await fetch(`${server.url}/health`)).text()).toBe('OK')
  })

  test.each([
    ['a request line', 'nonsense\r\n\r\n'],
    ['a chunk', `${post('transfer-encoding: chunked')}zz\r\n`],
  ])('%s that is broken is answered in JSON', async (_name, bytes) => {
    const [top = '', body = ''] = (await talk(server.port, bytes)).split('\r\n\r\n')
    expect(top).toContain('application/json')
    expect(JSON.parse(body)).toMatchObject({ error_code: 'BAD_REQUEST' })
  })

  test('a body cut short creates nothing', async () => {
    const before = await names()
    const socket = connect(server.port, '127.0.0.1')
    socket.end(`${post('content-length: 100')}{"name": "cut short"}`)
    await new Promise((resolve) => socket.on('close', resolve).resume())
    expect(await names()).toEqual(before)
  })

  test('HEAD tells of a download what GET would, without the bytes', async () => {
    const url = `${server.url}/api/2.0/mlflow-artifacts/artifacts/a/text.txt`
    expect((await fetch(url, { method: 'PUT', body: 'some text' })).status).toBe(200)
    const [asked, full] = [await fetch(url, { method: 'HEAD' }), await fetch(url)]
    expect(asked.status).toBe(200)
    for (const name of ['content-length', 'content-type', 'etag', 'content-disposition', 'accept-ranges']) {
      expect(asked.headers.get(name), name).toBe(full.headers.get(name))
    }
    expect(asked.headers.get('content-length')).toBe('9')
    expect(await asked.text()).toBe('')
    const missing = await fetch(`${url}x`, { method: 'HEAD' })
    expect(missing.status).toBe(404)
  })

  test('HEAD of an endpoint answers as GET does', async () => {
    const path = '/api/2.0/mlflow/experiments/get?experiment_id='
    expect(await ask(server.port, 'HEAD', `${path}0`)).toMatchObject({ status: 200, body: Buffer.alloc(0) })
    expect((await ask(server.port, 'HEAD', `${path}99`)).status).toBe(404)
  })

  test('a wrong method is told the right ones', async () => {
    const reply = await ask(server.port, 'DELETE', CREATE)
    expect(reply.status).toBe(405)
    expect(reply.headers.allow).toBe('POST')
    expect(JSON.parse(reply.body.toString())).toMatchObject({ error_code: 'ENDPOINT_NOT_FOUND' })
  })

  test.skipIf(!existsSync(PAGE))(
    'the page has a policy and is asked for anew, its files are kept',
    async () => {
      const page = await fetch(`${server.url}/`)
      const html = await page.text()
      expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
      expect(page.headers.get('x-frame-options')).toBe('SAMEORIGIN')
      expect(page.headers.get('cache-control')).toBe('no-cache')
      expect(html).toBe(readFileSync(PAGE, 'utf8'))
      const etag = page.headers.get('etag') ?? ''
      // Not with fetch, which would say that it wants no cache asked.
      const again = await ask(server.port, 'GET', '/', { headers: { 'if-none-match': etag } })
      expect(again).toMatchObject({ status: 304, body: Buffer.alloc(0) })
      const script = /src="\.?\/?(assets\/[^"]+\.js)"/.exec(html)?.[1]
      const kept = await fetch(`${server.url}/${script}`)
      expect(kept.headers.get('content-type')).toContain('javascript')
      expect(kept.headers.get('cache-control')).toContain('immutable')
      expect((await fetch(`${server.url}/assets/none.js`)).status).toBe(404)
    },
  )
})
