import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { succeeded } from '../testing/factories.ts'
import { onEveryDatabase } from '../testing/test-server.ts'

const UPLOADS = '/api/3.0/millrace/artifacts/uploads'
const BYTES = randomBytes(300_000)

onEveryDatabase('uploads in parts', (server) => {
  const folder = (name: string) => join(server.folder, 'artifacts', name)
  const create = async (path: string, size = BYTES.length): Promise<string> =>
    succeeded(await server.send('POST', `${UPLOADS}/create/${path}`, { size })).upload_id
  const part = (path: string, upload_id: string, start: number, end: number, bytes = BYTES, headers = {}) =>
    server.inject({
      method: 'PUT',
      url: `${UPLOADS}/parts/${path}`,
      query: { upload_id },
      payload: bytes.subarray(start, end + 1),
      headers: { 'content-range': `bytes ${start}-${end}/${BYTES.length}`, ...headers },
    })
  const finish = (verb: string, path: string, upload_id: string) =>
    server.send('POST', `${UPLOADS}/${verb}/${path}`, { upload_id })
  const state = (path: string, upload_id: string) => server.get(`${UPLOADS}/parts/${path}`, { upload_id })

  it('take parts in any order, tell what is there, and show the file when all is', async () => {
    const path = 'parts/one.bin'
    const id = await create(path)
    succeeded(await part(path, id, 200_000, 299_999))
    succeeded(await part(path, id, 0, 99_999))
    expect(succeeded(await state(path, id))).toEqual({
      size: 300_000,
      received: [
        { start: 0, end: 99_999 },
        { start: 200_000, end: 299_999 },
      ],
    })
    expect((await server.inject({ url: `/api/2.0/mlflow-artifacts/artifacts/${path}` })).status).toBe(404)
    expect((await finish('complete', path, id)).body.message).toContain('missing')
    succeeded(await part(path, id, 90_000, 199_999))
    expect(succeeded(await state(path, id)).received).toEqual([{ start: 0, end: 299_999 }])
    expect(succeeded(await finish('complete', path, id)).file).toEqual({
      path,
      is_dir: false,
      file_size: 300_000,
    })
    expect(await readFile(folder(path))).toEqual(BYTES)
    expect(await readdir(folder('parts'))).toEqual(['one.bin'])
    expect((await state(path, id)).status).toBe(404)
  })

  it('go on after a part broke, was damaged, or was cut', async () => {
    const path = 'broken-parts/x'
    const id = await create(path)
    const digest = `sha-256=:${createHash('sha256').update('other').digest('base64')}:`
    expect((await part(path, id, 0, 9, BYTES, { 'content-digest': digest })).status).toBe(400)
    expect((await part(path, id, 0, 9, BYTES.subarray(0, 5))).status).toBe(400)
    expect((await part(path, id, 299_999, 300_000)).status).toBe(400)
    const noRange = await server.inject({
      method: 'PUT',
      url: `${UPLOADS}/parts/${path}`,
      query: { upload_id: id },
      payload: 'x',
    })
    expect(noRange.status).toBe(400)
    expect(succeeded(await state(path, id)).received).toEqual([])
    const longer = await server.inject({
      method: 'PUT',
      url: `${UPLOADS}/parts/${path}`,
      query: { upload_id: id },
      payload: 'xyz',
      headers: { 'content-range': 'bytes 0-1/300000' },
    })
    expect(longer.status).toBe(400)
    succeeded(await part(path, id, 0, 299_999))
    succeeded(await finish('complete', path, id))
    expect(await readFile(folder(path))).toEqual(BYTES)
  })

  it('keep a good part when it comes again damaged, also where only some of it is new', async () => {
    const path = 'again/x'
    const id = await create(path)
    succeeded(await part(path, id, 0, 199_999))
    const damaged = Buffer.alloc(BYTES.length, 1)
    const digest = `sha-256=:${createHash('sha256').update('other').digest('base64')}:`
    const refused = await part(path, id, 0, 99_999, damaged, { 'content-digest': digest })
    expect(refused).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
    succeeded(await part(path, id, 100_000, 199_999, damaged))
    const half = Buffer.concat([damaged.subarray(0, 200_000), BYTES.subarray(200_000)])
    succeeded(await part(path, id, 150_000, 299_999, half))
    succeeded(await finish('complete', path, id))
    expect((await readFile(folder(path))).equals(BYTES)).toBe(true)
  })

  it('larger than any file can be leave nothing', async () => {
    const reply = await server.send('POST', `${UPLOADS}/create/too-large/x`, { size: 2 ** 53 - 1 })
    expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
    expect(await readdir(folder('too-large'))).toEqual([])
  })

  it('of nothing are empty files; given up they leave nothing', async () => {
    succeeded(await finish('complete', 'empty-parts/e', await create('empty-parts/e', 0)))
    expect(await readFile(folder('empty-parts/e'), 'utf8')).toBe('')
    const id = await create('empty-parts/gone')
    succeeded(await part('empty-parts/gone', id, 0, 9))
    succeeded(await finish('abort', 'empty-parts/gone', id))
    expect(await readdir(folder('empty-parts'))).toEqual(['e'])
  })

  it.each(['../x', '%2e%2e/x', '%252e%252e%252fx', 'a%5cb', 'C:/x', '%2fetc%2fx'])(
    'to %s are refused',
    async (path) => {
      for (const verb of ['create', 'complete', 'abort']) {
        const headers = { 'content-type': 'application/json' }
        const reply = await server.raw('POST', `${UPLOADS}/${verb}/${path}`, {
          headers,
          payload: '{"size":1}',
        })
        expect([verb, Math.floor(reply.status / 100)]).toEqual([verb, 4])
      }
    },
  )

  it.each(['', 'x', '../../etc/passwd', '00000000-0000-0000-0000-000000000000'])(
    'named %j are not there',
    async (id) => {
      const reply = await part('parts/none', id, 0, 1)
      expect(reply).toMatchObject({ status: 404, body: { error_code: 'RESOURCE_DOES_NOT_EXIST' } })
    },
  )

  it('nobody came back to for a day are removed, those under way stay', async () => {
    const [old, young] = [await create('swept/old'), await create('swept/young')]
    await writeFile(folder('swept/.artifact.uploading.mlflow'), 'half')
    const longAgo = Date.now() / 1000 - 2 * 24 * 60 * 60
    for (const name of await readdir(folder('swept'))) {
      if (!name.includes(young)) await utimes(folder(`swept/${name}`), longAgo, longAgo)
    }
    const swept = await server.running.deps.proxied?.sweep?.(Date.now() - 24 * 60 * 60 * 1000)
    expect(swept).toBe(3)
    expect((await state('swept/old', old)).status).toBe(404)
    succeeded(await state('swept/young', young))
  })
})
