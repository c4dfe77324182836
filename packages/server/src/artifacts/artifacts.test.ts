import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import type { ArtifactRepository } from '@millrace/artifacts'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { createExperiment, createRun, getRun, succeeded } from '../testing/factories.ts'
import { onEveryDatabase } from '../testing/test-server.ts'

const PROXY = '/api/2.0/mlflow-artifacts/artifacts'

onEveryDatabase('proxied artifacts', (server) => {
  const put = (path: string, payload: string | Buffer, headers = {}) =>
    server.inject({ method: 'PUT', url: `${PROXY}/${path}`, payload, headers })
  const download = (path: string, headers = {}) =>
    server.inject({ method: 'GET', url: `${PROXY}/${path}`, headers })

  it('what is uploaded is downloaded, byte by byte, as an attachment', async () => {
    succeeded(await put('up/text.txt', 'здравей 🏦'))
    const reply = await download('up/text.txt')
    expect(reply).toMatchObject({ status: 200, text: 'здравей 🏦' })
    expect(reply.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache',
      'content-length': String(Buffer.byteLength('здравей 🏦')),
      'accept-ranges': 'bytes',
    })
    expect(reply.headers['content-disposition']).toMatch(/^attachment/)
    expect(await readFile(join(server.folder, 'artifacts/up/text.txt'), 'utf8')).toBe('здравей 🏦')
  })

  it('bodies of every declared type are stored as they are', async () => {
    for (const type of [
      'application/json',
      'text/plain',
      'application/octet-stream',
      'multipart/form-data; boundary=x',
    ]) {
      succeeded(await put('types/file', '{"not": parsed', { 'content-type': type }))
      expect((await download('types/file')).text).toBe('{"not": parsed')
    }
  })

  it('an empty file is a file', async () => {
    succeeded(await put('empty', ''))
    expect(await download('empty')).toMatchObject({ status: 200, text: '' })
  })

  it('a second upload replaces the first', async () => {
    for (const text of ['a long first text', 'second']) succeeded(await put('again', text))
    expect((await download('again')).text).toBe('second')
  })

  it('names with blanks, signs and letters of any script', async () => {
    const name = 'мои файлове/a b+c&d=e.txt'
    const path = name.split('/').map(encodeURIComponent).join('/')
    succeeded(await put(path, 'x'))
    expect((await download(path)).text).toBe('x')
    const { files } = succeeded(await server.get(PROXY, { path: 'мои файлове' }))
    expect(files).toEqual([{ path: 'a b+c&d=e.txt', is_dir: false, file_size: 1 }])
  })

  it('folders are listed in order, files with their sizes', async () => {
    for (const path of ['tree/b.txt', 'tree/a/x', 'tree/c']) succeeded(await put(path, 'four'))
    expect(succeeded(await server.get(PROXY, { path: 'tree' })).files).toEqual([
      { path: 'a', is_dir: true },
      { path: 'b.txt', is_dir: false, file_size: 4 },
      { path: 'c', is_dir: false, file_size: 4 },
    ])
    expect(succeeded(await server.get(PROXY, { path: 'tree/none' }))).toEqual({})
  })

  it('a file and a folder are deleted, and what is not there is no error', async () => {
    for (const path of ['del/one', 'del/two/three']) succeeded(await put(path, 'x'))
    for (const path of ['del/one', 'del/two', 'del/two', 'del/none']) {
      succeeded(await server.inject({ method: 'DELETE', url: `${PROXY}/${path}` }))
    }
    expect(succeeded(await server.get(PROXY, { path: 'del' }))).toEqual({})
  })

  it('an upload that is broken off leaves nothing, not even what it would replace', async () => {
    succeeded(await put('broken/kept', 'first'))
    const { port } = await server.listen()
    const headers = { 'content-length': '1000000' }
    const upload = request({ host: '127.0.0.1', port, method: 'PUT', path: `${PROXY}/broken/kept`, headers })
    upload.on('error', () => {})
    upload.write('x'.repeat(100_000))
    const folder = join(server.folder, 'artifacts/broken')
    await vi.waitFor(async () => expect(await readdir(folder)).toHaveLength(2))
    upload.destroy()
    await vi.waitFor(async () => expect(await readdir(folder)).toEqual(['kept']), { timeout: 10_000 })
    expect((await download('broken/kept')).text).toBe('first')
  })

  it.each([
    ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
    ['bytes=10-', 416, '', 'bytes */10'],
    ['bytes=4-2', 200, '0123456789', undefined],
    ['bytes=0-1,3-4', 200, '0123456789', undefined],
    ['lines=0-1', 200, '0123456789', undefined],
  ])('the range %s answers %i', async (range, status, text, contentRange) => {
    succeeded(await put('range.txt', '0123456789'))
    const reply = await download('range.txt', { range })
    expect(reply).toMatchObject({ status, text })
    expect(reply.headers['content-range']).toBe(contentRange)
  })

  it('an unchanged file is not sent again, a changed one is', async () => {
    succeeded(await put('etag.txt', 'one'))
    const etag = String((await download('etag.txt')).headers.etag)
    expect(await download('etag.txt', { 'if-none-match': etag })).toMatchObject({ status: 304, text: '' })
    expect((await download('etag.txt', { range: 'bytes=0-0', 'if-range': etag })).status).toBe(206)
    succeeded(await put('etag.txt', 'another'))
    expect(await download('etag.txt', { 'if-none-match': etag })).toMatchObject({
      status: 200,
      text: 'another',
    })
    for (const range of ['bytes=0-0', 'bytes=100-']) {
      const whole = { status: 200, text: 'another' }
      expect(await download('etag.txt', { range, 'if-range': etag })).toMatchObject(whole)
    }
  })

  it.each([
    ['a file that is not there', 'none.txt', 404],
    ['a folder', 'tree2', 400],
  ])('downloading %s answers %i', async (_name, path, status) => {
    succeeded(await put('tree2/file', 'x'))
    expect((await download(path)).status).toBe(status)
  })

  describe('paths that try to leave the root', () => {
    const SECRET = 'secret.txt'

    beforeAll(async () => {
      const root = join(server.folder, 'artifacts')
      await mkdir(root, { recursive: true })
      await mkdir(join(server.folder, 'outside'))
      await writeFile(join(server.folder, SECRET), 'a secret')
      await writeFile(join(server.folder, 'outside', SECRET), 'a secret')
      await symlink(join(server.folder, SECRET), join(root, 'link.txt'))
      await symlink(join(server.folder, 'outside'), join(root, 'linked'))
    })

    const tricks = [
      '../secret.txt',
      'a/../../secret.txt',
      '%2e%2e/secret.txt',
      '%2E%2E%2Fsecret.txt',
      '..%2fsecret.txt',
      '%252e%252e/secret.txt',
      '%252e%252e%252fsecret.txt',
      '%25252e%25252e%25252fsecret.txt',
      '..%5csecret.txt',
      '%5c..%5csecret.txt',
      '/etc/passwd',
      '%2fetc%2fpasswd',
      '%252fetc%252fpasswd',
      'C:/windows/win.ini',
      'c%3a%5cwindows',
      'file:%2f%2f%2fetc%2fpasswd',
      'a%00b',
      'a%23b',
      'a%3fb',
      'link.txt',
      'linked/secret.txt',
    ]

    it.each(tricks)('%s is neither read nor written nor deleted', async (path) => {
      const before = await tree(server.folder)
      for (const method of ['GET', 'PUT', 'DELETE'] as const) {
        const reply = await server.raw(method, `${PROXY}/${path}`, {
          payload: method === 'PUT' ? 'evil' : undefined,
        })
        // Deleting a link removes the link, never what it points to; that is tested by itself.
        if (path === 'link.txt' && method === 'DELETE') continue
        expect([method, reply.status >= 400 && reply.status < 500]).toEqual([method, true])
        expect(reply.text).not.toContain('a secret')
        expect(reply.text).not.toContain('root:')
      }
      if (path !== 'link.txt') expect(await tree(server.folder)).toEqual(before)
      expect(await readFile(join(server.folder, SECRET), 'utf8')).toBe('a secret')
      expect(await readFile(join(server.folder, 'outside', SECRET), 'utf8')).toBe('a secret')
    })

    it.each(['..', '../', 'a/../..', '%2e%2e', '%252e%252e', '/etc', '..\\', 'a\0'])(
      '%j is not listed',
      async (path) => {
        const reply = await server.get(PROXY, { path })
        expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
      },
    )

    it('a folder behind a link shows nothing', async () => {
      const reply = await server.get(PROXY, { path: 'linked' })
      expect(reply.text).not.toContain(SECRET)
      const { files = [] } = succeeded(await server.get(PROXY))
      expect(files.map((file: { path: string }) => file.path)).not.toContain('linked')
    })
  })

  it('HEAD tells what GET would, and reads nothing', async () => {
    succeeded(await put('head.txt', 'some text'))
    const full = await download('head.txt', { range: 'bytes=0-8' })
    const read = vi.spyOn(server.running.deps.proxied as ArtifactRepository, 'read')
    const url = `${PROXY}/head.txt`
    const asked = await server.inject({ method: 'HEAD', url, headers: { range: 'bytes=0-2' } })
    expect(read).not.toHaveBeenCalled()
    expect(asked).toMatchObject({ status: 200, text: '' })
    for (const name of ['content-length', 'content-type', 'etag', 'last-modified', 'content-disposition']) {
      expect([name, asked.headers[name]]).toEqual([name, full.headers[name]])
    }
    expect((await server.inject({ method: 'HEAD', url: `${url}x` })).status).toBe(404)
    expect((await server.inject({ method: 'HEAD', url: `${PROXY}/tree` })).status).toBe(400)
    read.mockRestore()
  })

  it.each([
    ['POST', 'mpu/create'],
    ['POST', 'mpu/complete'],
    ['POST', 'mpu/abort'],
    ['GET', 'presigned'],
  ] as const)('%s %s below the root only', async (method, verb) => {
    const url = `/api/2.0/mlflow-artifacts/${verb}/..%2fa`
    expect(await server.inject({ method, url })).toMatchObject({
      status: 400,
      body: { message: 'Invalid path' },
    })
  })

  it.each(['create', 'complete', 'abort'])('mpu/%s is not offered for local files', async (verb) => {
    const url = `/api/2.0/mlflow-artifacts/mpu/${verb}/x`
    const payload = JSON.stringify({
      path: 'x',
      num_parts: 1,
      upload_id: 'u',
      parts: [{ part_number: 1, etag: 'e' }],
    })
    const reply = await server.inject({
      method: 'POST',
      url,
      payload,
      headers: { 'content-type': 'application/json' },
    })
    expect(reply).toMatchObject({ status: 501, body: { error_code: 'NOT_IMPLEMENTED' } })
  })
})

/** Every file below a folder, without the database's own. */
async function tree(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true })
  return names.filter((name) => !name.startsWith('test.db')).sort()
}

onEveryDatabase('artifacts of a run', (server) => {
  const upload = (query: Record<string, string>, payload: string | Buffer) =>
    server.inject({ method: 'POST', url: '/ajax-api/2.0/mlflow/upload-artifact', query, payload })
  const getArtifact = (query: Record<string, string>) => server.get('/get-artifact', query)

  it('what the page uploads is listed and downloaded', async () => {
    const run_id = await createRun(server)
    succeeded(await upload({ run_uuid: run_id, path: 'plots/roc.json' }, '{"a": 1}'))
    const { artifact_uri: root_uri } = (await getRun(server, run_id)).info
    expect(succeeded(await server.get('artifacts/list', { run_id }))).toEqual({
      root_uri,
      files: [{ path: 'plots', is_dir: true }],
    })
    expect(succeeded(await server.get('artifacts/list', { run_id, path: 'plots' }))).toEqual({
      root_uri,
      files: [{ path: 'plots/roc.json', is_dir: false, file_size: 8 }],
    })
    for (const name of ['run_id', 'run_uuid']) {
      const reply = await getArtifact({ [name]: run_id, path: 'plots/roc.json' })
      expect(reply).toMatchObject({ status: 200, text: '{"a": 1}' })
      expect(reply.headers).toMatchObject({ 'x-content-type-options': 'nosniff' })
      expect(reply.headers['content-disposition']).toMatch(/^attachment/)
    }
  })

  it('of a field given twice the first counts', async () => {
    const run_id = await createRun(server)
    succeeded(await upload({ run_uuid: run_id, path: 'x' }, 'text'))
    for (const query of [`run_id=${run_id}&run_id=b&path=x`, `run_uuid=${run_id}&path=x&path=y&run_uuid=b`]) {
      expect(await server.get(`/get-artifact?${query}`)).toMatchObject({ status: 200, text: 'text' })
    }
    const twice = `/ajax-api/2.0/mlflow/upload-artifact?run_uuid=${run_id}&run_uuid=b&path=z&path=x`
    succeeded(await server.inject({ method: 'POST', url: twice, payload: 'other' }))
    expect((await getArtifact({ run_id, path: 'z' })).text).toBe('other')
  })

  it.each([
    ['download', { run_id: 'none' }, 404, 'Run with id=none not found'],
    ['download', { run_id: 'none', path: '../a' }, 400, 'Invalid path'],
    ['download', { run_id: 'none', expiration: 0 }, 400, 'between 1 and 604800 seconds (got 0)'],
    ['download', { run_id: 'none', expiration: 604_801 }, 400, '(got 604801)'],
    ['download', { run_id: 'PROXIED' }, 400, 'not supported for runs with proxied artifact storage'],
    ['download', { run_id: 'DIRECT', expiration: 604_800 }, 501, 'Presigned download is not supported'],
    ['upload', {}, 400, 'Exactly one of run_id and model_id'],
    ['upload', { run_id: 'none' }, 404, 'Run with id=none not found'],
    ['upload', { run_id: 'none', path: '../a' }, 400, 'Invalid path'],
    ['upload', { model_id: 'm-none' }, 404, "Logged model with ID 'm-none' not found"],
    ['upload', { run_id: 'PROXIED' }, 400, 'scheme: mlflow-artifacts'],
    ['upload', { run_id: 'DIRECT', expiration: 0 }, 501, 'Presigned upload is not supported'],
  ])('presigned-%s-url of %j answers %i', async (verb, body, status, message) => {
    const runs: Record<string, string> = {
      PROXIED: await createRun(server),
      DIRECT: await createRun(server, {
        experiment_id: await createExperiment(server, { artifact_location: '/tmp/millrace-never-made' }),
      }),
    }
    const { run_id } = body as { run_id?: string }
    const reply = await server.post(`artifacts/presigned-${verb}-url`, {
      path: 'a',
      ...body,
      ...(run_id && { run_id: runs[run_id] ?? run_id }),
    })
    expect(reply.status).toBe(status)
    expect(reply.body.message).toContain(message)
  })

  it('a run without artifacts lists none', async () => {
    const run_id = await createRun(server)
    const { artifact_uri: root_uri } = (await getRun(server, run_id)).info
    expect(succeeded(await server.get('artifacts/list', { run_id }))).toEqual({ root_uri })
  })

  it('a page upload that is too large is told so over a socket too', async () => {
    const run_uuid = await createRun(server)
    const path = `/ajax-api/2.0/mlflow/upload-artifact?run_uuid=${run_uuid}&path=big`
    const reply = await server.raw('POST', path, {
      payload: 'x'.repeat(10 * 1024 * 1024 + 1),
      headers: { 'transfer-encoding': 'chunked' },
    })
    expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
  })

  it('a page upload of more than 10 MB is refused and leaves nothing', async () => {
    const run_id = await createRun(server)
    const reply = await upload({ run_uuid: run_id, path: 'big' }, Buffer.alloc(10 * 1024 * 1024 + 1))
    expect(reply.status).toBeGreaterThanOrEqual(400)
    expect(reply.status).toBeLessThan(500)
    expect(succeeded(await server.get('artifacts/list', { run_id }))).not.toHaveProperty('files')
    succeeded(await upload({ run_uuid: run_id, path: 'big' }, Buffer.alloc(10 * 1024 * 1024)))
  })

  it.each(['..', '../x', '%2e%2e/x', '%252e%252e/x', '/etc/passwd', 'a\\b', 'a\0b', 'file:///etc/passwd'])(
    '%j is neither listed, read nor written',
    async (path) => {
      const run_id = await createRun(server)
      const replies = [
        await server.get('artifacts/list', { run_id, path }),
        await getArtifact({ run_id, path }),
        await upload({ run_uuid: run_id, path }, 'evil'),
      ]
      for (const reply of replies) {
        expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
      }
    },
  )

  it.each([
    ['no run', { path: 'x' }, [404, 400]],
    ['an unknown run', { path: 'x', run_id: 'none', run_uuid: 'none' }, [404]],
    ['no path', { run_id: 'none', run_uuid: 'none' }, [400]],
  ])('get-artifact and upload-artifact with %s are refused', async (_name, query, statuses) => {
    expect(statuses).toContain((await getArtifact(query as Record<string, string>)).status)
    expect(statuses).toContain((await upload(query as Record<string, string>, 'x')).status)
  })

  it('an empty page upload is refused', async () => {
    expect((await upload({ run_uuid: await createRun(server), path: 'x' }, '')).status).toBe(400)
  })

  it('list-artifacts of no run answers 404', async () => {
    const reply = await server.get('artifacts/list', { run_id: 'none' })
    expect(reply).toMatchObject({ status: 404, body: { error_code: 'RESOURCE_DOES_NOT_EXIST' } })
  })
})

onEveryDatabase(
  'a server with --no-serve-artifacts',
  (server) => {
    it('refuses to pass artifacts on', async () => {
      for (const method of ['GET', 'PUT', 'DELETE'] as const) {
        const reply = await server.inject({
          method,
          url: `${PROXY}/x`,
          ...(method === 'PUT' && { payload: 'x' }),
        })
        expect(reply).toMatchObject({ status: 503, body: { error_code: 'TEMPORARILY_UNAVAILABLE' } })
      }
    })

    it.each([
      ['POST', 'mpu/create'],
      ['POST', 'mpu/complete'],
      ['POST', 'mpu/abort'],
      ['GET', 'presigned'],
    ] as const)('refuses %s %s', async (method, verb) => {
      const reply = await server.inject({ method, url: `/api/2.0/mlflow-artifacts/${verb}/x` })
      expect(reply).toMatchObject({ status: 503, body: { error_code: 'TEMPORARILY_UNAVAILABLE' } })
    })
  },
  { flags: { serveArtifacts: false, defaultArtifactRoot: '/tmp/millrace-never-made' } },
)

onEveryDatabase(
  'a server with --disable-security-middleware',
  (server) => {
    it('still sends artifacts as what they are called', async () => {
      succeeded(await server.inject({ method: 'PUT', url: `${PROXY}/x.txt`, payload: '<script>' }))
      const { headers } = await server.inject({ method: 'GET', url: `${PROXY}/x.txt` })
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff' })
    })
  },
  { flags: { disableSecurityMiddleware: true } },
)

onEveryDatabase(
  'a server with --artifacts-only',
  (server) => {
    it('passes artifacts on and has no tracking', async () => {
      succeeded(await server.inject({ method: 'PUT', url: `${PROXY}/x`, payload: 'x' }))
      expect((await server.inject({ method: 'GET', url: `${PROXY}/x` })).text).toBe('x')
      expect((await server.get('experiments/get', { experiment_id: '0' })).status).toBe(503)
      expect((await server.get('/get-artifact', { run_id: 'r', path: 'x' })).status).toBe(404)
    })
  },
  { flags: { artifactsOnly: true } },
)

onEveryDatabase(
  'a server with --allowed-artifact-schemes',
  (server) => {
    it.each([
      ['s3://bucket/a', 400],
      ['GS://bucket/a', 400],
      ['/tmp/millrace-never-made', 200],
      ['file:///tmp/millrace-never-made', 200],
      ['wasbs://c@a.blob.core.windows.net/x', 200],
    ])('an experiment at %s answers %i', async (artifact_location, status) => {
      const name = `at ${artifact_location}`
      const reply = await server.post('experiments/create', { name, artifact_location })
      expect(reply.status).toBe(status)
      if (status === 400) expect(reply.body.message).toContain('this server takes file, wasbs')
    })

    it('a version comes from no other store either', async () => {
      succeeded(await server.post('registered-models/create', { name: 'm' }))
      const reply = await server.post('model-versions/create', { name: 'm', source: 's3://bucket/a' })
      expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
    })
  },
  { flags: { allowedArtifactSchemes: 'file, wasbs' } },
)
