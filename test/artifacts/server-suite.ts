import { readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { Client } from '@millrace/sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api } from '../helpers/api.ts'
import { REPOSITORY } from '../helpers/repository.ts'
import { output } from '../helpers/run.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { type RunningServer, startServer } from '../helpers/server.ts'
import type { StoreService } from '../services/store.ts'

interface Begun {
  upload_id?: string
  credentials: { part_number: number; url: string; headers?: Record<string, string> }[]
}

interface Signed {
  presigned_url: string
  headers?: Record<string, string>
  file_size?: number
}

const MiB = 1024 * 1024
const PROXY = '/api/2.0/mlflow-artifacts'

/** The store behind the whole server: its proxy, and runs that keep their artifacts in the store itself. */
export function serverSuite(store: StoreService, expected: { downloadsAdvertised: boolean }): void {
  describe('behind the server', () => {
    let folder: Scratch
    let server: RunningServer
    const root = store.newRoot()

    beforeAll(async () => {
      folder = scratch('stores')
      server = await startServer({
        database: folder.file('mlflow.db'),
        artifacts: store.newRoot(),
        args: ['--default-artifact-root', root],
        env: store.env,
      })
    })
    afterAll(async () => {
      await server.stop()
      folder.remove()
    })

    const put = (path: string, body: string) =>
      fetch(`${server.url}${PROXY}/artifacts/${path}`, { method: 'PUT', body })
    const get = (path: string, headers = {}) => fetch(`${server.url}${path}`, { headers })
    const post = (path: string, body: object) =>
      fetch(`${server.url}${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      })
    const newRun = async () => {
      const { run } = await api<{ run: { info: { run_id: string; artifact_uri: string } } }>(
        server.url,
        'runs/create',
        { experiment_id: '0' },
      )
      return run.info
    }

    test('the proxy takes, lists, gives, and deletes', async () => {
      expect((await put('a/b c.txt', '0123456789')).status).toBe(200)
      expect((await put('a/d/e.txt', 'x')).status).toBe(200)
      expect(await (await get(`${PROXY}/artifacts?path=a`)).json()).toEqual({
        files: [
          { path: 'b c.txt', is_dir: false, file_size: 10 },
          { path: 'd', is_dir: true },
        ],
      })
      const whole = await get(`${PROXY}/artifacts/a/b%20c.txt`)
      expect([whole.status, await whole.text()]).toEqual([200, '0123456789'])
      const etag = whole.headers.get('etag') ?? ''
      expect((await get(`${PROXY}/artifacts/a/b%20c.txt`, { 'if-none-match': etag })).status).toBe(304)
      const piece = await get(`${PROXY}/artifacts/a/b%20c.txt`, { range: 'bytes=-3', 'if-range': etag })
      expect([piece.status, piece.headers.get('content-range'), await piece.text()]).toEqual([
        206,
        'bytes 7-9/10',
        '789',
      ])
      await fetch(`${server.url}${PROXY}/artifacts/a`, { method: 'DELETE' })
      expect((await get(`${PROXY}/artifacts/a/d/e.txt`)).status).toBe(404)
    })

    test('an upload that breaks off leaves what was there', async () => {
      await put('broken/kept', 'first')
      const headers = { 'content-length': String(40 * MiB) }
      const path = `${PROXY}/artifacts/broken/kept`
      const upload = request({ host: '127.0.0.1', port: server.port, method: 'PUT', path, headers })
      const ended = new Promise((closed) => upload.on('close', closed))
      upload.on('error', () => {})
      // More than a part, so that the store was begun with.
      await new Promise((sent) => upload.write(Buffer.alloc(12 * MiB), sent))
      upload.destroy()
      await ended
      await expect.poll(() => server.log()).toContain('broken/kept')
      expect(await (await get(`${PROXY}/artifacts/broken/kept`)).text()).toBe('first')
      expect(await (await get(`${PROXY}/artifacts?path=broken`)).json()).toEqual({
        files: [{ path: 'kept', is_dir: false, file_size: 5 }],
      })
    })

    test('server-info says that large files may go past the server', async () => {
      expect(await (await get('/api/3.0/mlflow/server-info')).json()).toMatchObject({
        multipart_uploads_enabled: true,
        multipart_downloads_enabled: expected.downloadsAdvertised,
        presigned_upload_run_id_supported: true,
        presigned_upload_model_id_supported: true,
      })
    })

    test('an upload in parts is begun, complete, and refused when nobody began it', async () => {
      const address = (verb: string) => `${PROXY}/mpu/${verb}/1/run/artifacts/deep`
      const file = { path: 'C:\\data\\weights.bin' }
      const begun = (await (await post(address('create'), { ...file, num_parts: 1 })).json()) as Begun
      const [credential] = begun.credentials
      expect(begun.credentials).toHaveLength(1)
      expect(credential).toEqual({ part_number: 1, url: expect.stringMatching(/^http/) })
      const sent = await fetch(credential?.url ?? '', { method: 'PUT', body: 'part' })
      const part = { part_number: 1, etag: sent.headers.get('etag') ?? '', url: credential?.url }
      const complete = { ...file, upload_id: begun.upload_id ?? null, parts: [part] }
      expect(await (await post(address('complete'), complete)).json()).toEqual({})
      expect(await (await get(`${PROXY}/artifacts/1/run/artifacts/deep/weights.bin`)).text()).toBe('part')
      const forged = { ...complete, upload_id: 'nobodys', parts: [{ ...part, etag: '"x"', url: 'nowhere' }] }
      const refused = await post(address('complete'), forged)
      expect(refused.status).toBeGreaterThanOrEqual(400)
      expect(refused.status).toBeLessThan(500)
      for (const path of ['..', 'a/..', '']) {
        expect((await post(address('create'), { path, num_parts: 1 })).status).toBe(400)
      }
      expect((await post(address('create'), { ...file, num_parts: 50_001 })).status).toBe(400)
    })

    test('a file behind the proxy has an address of its own', async () => {
      await put('deep/file.txt', 'some text')
      const reply = (await (await get(`${PROXY}/presigned/deep/file.txt`)).json()) as Record<string, unknown>
      expect(reply).toEqual({ url: expect.any(String), headers: {}, file_size: 9 })
      expect(await (await fetch(String(reply.url))).text()).toBe('some text')
      expect((await get(`${PROXY}/presigned/deep/none.txt`)).status).toBe(404)
    })

    test('a run keeps its artifacts in the store itself', async () => {
      const { run_id, artifact_uri } = await newRun()
      expect(artifact_uri).toBe(`${root}/0/${run_id}/artifacts`)
      const query = `run_uuid=${run_id}&path=plots/roc.json`
      const upload = `${server.url}/ajax-api/2.0/mlflow/upload-artifact?${query}`
      expect((await fetch(upload, { method: 'POST', body: '{"a": 1}' })).status).toBe(200)
      expect(await api(server.url, `artifacts/list?run_id=${run_id}&path=plots`)).toEqual({
        root_uri: artifact_uri,
        files: [{ path: 'plots/roc.json', is_dir: false, file_size: 8 }],
      })
      const read = await get(`/get-artifact?${query}`)
      expect([read.status, await read.text()]).toEqual([200, '{"a": 1}'])
      await api(server.url, 'registered-models/create', { name: run_id })
      await api(server.url, 'model-versions/create', { name: run_id, source: artifact_uri, run_id })
      const ofVersion = await get(`/model-versions/get-artifact?name=${run_id}&version=1&path=plots/roc.json`)
      expect(await ofVersion.text()).toBe('{"a": 1}')
    })

    test('commands and the SDK store and fetch what is in the store itself', async () => {
      const { run_id, artifact_uri } = await newRun()
      const main = join(REPOSITORY, 'packages/cli/src/main.ts')
      const env = { ...store.env, MLFLOW_TRACKING_URI: server.url, TMPDIR: folder.file() }
      const artifacts = async (...args: string[]) =>
        (await output(process.execPath, [main, 'artifacts', ...args], { cwd: folder.file(), env })).trim()
      writeFileSync(folder.file('local.txt'), 'by the command')
      await artifacts('log-artifact', '-l', 'local.txt', '-r', run_id, '-a', 'sent')
      const client = new Client({ trackingUri: server.url, env: {} })
      await client.artifacts.write({ artifactUri: artifact_uri, runId: run_id }, 'sent/ü b.txt', 'by the SDK')
      const whole = await artifacts('download', '-u', `${artifact_uri}/sent`, '-d', 'fetched')
      const texts = ['local.txt', 'ü b.txt'].map((name) => readFileSync(join(whole, name), 'utf8'))
      expect(texts).toEqual(['by the command', 'by the SDK'])
      const one = await artifacts('download', '-u', `${artifact_uri}/sent/local.txt`, '--json')
      expect(readFileSync(JSON.parse(one).path, 'utf8')).toBe('by the command')
    })

    test('a run’s files are sent to and fetched from signed addresses', async () => {
      const { run_id } = await newRun()
      const file = { run_id, path: 'models/model.pkl' }
      const upload = await api<Signed>(server.url, 'artifacts/presigned-upload-url', file)
      const sent = await fetch(upload.presigned_url, {
        method: 'PUT',
        body: 'bytes',
        headers: upload.headers,
      })
      expect(sent.ok).toBe(true)
      const download = await api<Signed>(server.url, 'artifacts/presigned-download-url', file)
      expect(download).toEqual({ presigned_url: expect.any(String), file_size: 5 })
      expect(await (await fetch(download.presigned_url)).text()).toBe('bytes')
    })
  })
}
