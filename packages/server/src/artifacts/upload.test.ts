import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { succeeded } from '../testing/factories.ts'
import { onEveryDatabase } from '../testing/test-server.ts'

const PROXY = '/api/2.0/mlflow-artifacts/artifacts'
const PAGE = '/api/3.0/millrace/artifacts/list'

onEveryDatabase('uploads and downloads', (server) => {
  const put = (path: string, payload: string | Buffer, headers = {}) =>
    server.inject({ method: 'PUT', url: `${PROXY}/${path}`, payload, headers })
  const download = (path: string, headers = {}) =>
    server.inject({ method: 'GET', url: `${PROXY}/${path}`, headers })
  const digest = (algorithm: string, encoding: 'base64' | 'hex', text = 'text') =>
    createHash(algorithm).update(text).digest(encoding)

  describe('a checksum in', () => {
    const forms = (text: string): Record<string, string> => ({
      'content-md5': digest('md5', 'base64', text),
      digest: `unixsum=30, SHA-256=${digest('sha256', 'base64', text)}`,
      'content-digest': `sha-512=:${digest('sha512', 'base64', text)}:`,
      'repr-digest': `sha-256=:${digest('sha256', 'base64', text)}:`,
      'x-amz-checksum-sha256': digest('sha256', 'base64', text),
      'x-amz-content-sha256': digest('sha256', 'hex', text),
      'x-checksum-sha256': digest('sha256', 'hex', text),
    })

    it.each(Object.keys(forms('')))('%s is verified before anything is stored', async (header) => {
      const path = `sums/${header}`
      succeeded(await put(path, 'text', { [header]: forms('text')[header] }))
      const wrong = await put(path, 'text', { [header]: forms('other')[header] })
      expect(wrong).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
      expect(wrong.body.message).toContain(header)
      expect((await download(path)).text).toBe('text')
      expect((await put(path, 'text', { [header]: forms('other')[header] })).status).toBe(400)
      expect(await readdir(join(server.folder, 'artifacts/sums'))).not.toContainEqual(
        expect.stringContaining('uploading'),
      )
    })

    it('a form that cannot be one is refused, one of others is not looked at', async () => {
      expect((await put('sums/x', 'text', { 'content-md5': 'short' })).status).toBe(400)
      succeeded(await put('sums/x', 'text', { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }))
      succeeded(await put('sums/x', 'text', { digest: 'crc32c=AAAA' }))
    })
  })

  it.each([
    ['the same', (tag: string) => tag, 304],
    ['a weak twin', (tag: string) => `W/${tag}`, 304],
    ['one of several', (tag: string) => `"a,b", W/"c" , ${tag}`, 304],
    ['any', () => '*', 304],
    ['others', () => '"a", "b"', 200],
    ['its name inside another', (tag: string) => `"x${tag.slice(1)}`, 200],
  ])('If-None-Match with %s', async (_name, header, status) => {
    succeeded(await put('tagged', 'text'))
    const { etag } = (await download('tagged')).headers
    expect((await download('tagged', { 'if-none-match': header(String(etag)) })).status).toBe(status)
  })

  it('If-Modified-Since counts where there is no If-None-Match', async () => {
    succeeded(await put('dated', 'text'))
    const since = String((await download('dated')).headers['last-modified'])
    expect((await download('dated', { 'if-modified-since': since })).status).toBe(304)
    const before = new Date(Date.parse(since) - 5_000).toUTCString()
    expect((await download('dated', { 'if-modified-since': before })).status).toBe(200)
    expect((await download('dated', { 'if-modified-since': since, 'if-none-match': '"x"' })).status).toBe(200)
  })

  it('a folder comes page by page, folders first', async () => {
    for (const path of ['c', 'z/x', 'a', 'b/y', 'd']) succeeded(await put(`paged/${path}`, 'four'))
    const seen: string[] = []
    let page_token = ''
    do {
      const reply = succeeded(await server.get(PAGE, { path: 'paged', max_results: '2', page_token }))
      expect(reply.files.length).toBeLessThanOrEqual(2)
      seen.push(...reply.files.map((file: { path: string }) => file.path))
      page_token = reply.next_page_token ?? ''
      // What goes meanwhile disturbs nothing.
      if (seen.length === 2) succeeded(await server.inject({ method: 'DELETE', url: `${PROXY}/paged/z` }))
    } while (page_token !== '')
    expect(seen).toEqual(['paged/b', 'paged/z', 'paged/a', 'paged/c', 'paged/d'])
    expect((await server.get(PAGE, { path: 'paged', page_token: 'x' })).status).toBe(400)
    expect((await server.get(PAGE, { path: '..' })).status).toBe(400)
  })

  it('a client that stops reading is let go of, and so is the file', async () => {
    succeeded(await put('large.bin', Buffer.alloc(64 << 20)))
    const { port } = await server.listen()
    const { server: http } = server.running.app
    const before = http.timeout
    http.timeout = 300
    const socket = connect(port, '127.0.0.1')
    socket.write(`GET ${PROXY}/large.bin HTTP/1.1\r\nhost: localhost\r\n\r\n`)
    const held = process.memoryUsage().rss
    await new Promise((resolve) => http.once('connection', resolve))
    await vi.waitFor(async () => expect(await openFiles('large.bin')).toBe(1))
    socket.pause()
    await vi.waitFor(async () => expect(await openFiles('large.bin')).toBe(0), { timeout: 10_000 })
    expect(process.memoryUsage().rss - held).toBeLessThan(32 << 20)
    http.timeout = before
    socket.destroy()
  })
})

/** How often this process holds a file of that name open. */
async function openFiles(name: string): Promise<number> {
  const { readlink } = await import('node:fs/promises')
  const links = await Promise.all(
    (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
  )
  return links.filter((link) => link.endsWith(name)).length
}
