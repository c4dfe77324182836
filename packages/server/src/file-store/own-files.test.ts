import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { succeeded } from '../testing/factories.ts'
import { TestServer } from '../testing/test-server.ts'

const scratch = mkdtempSync(join(tmpdir(), 'millrace-own-files-'))
const root = join(scratch, 'mlruns')
let server = new TestServer()

async function open(): Promise<void> {
  server = new TestServer()
  await server.start({ name: 'filestore', create: async () => root }, {})
}

async function reopen(): Promise<void> {
  await server.stop()
  await open()
}

beforeAll(open)
afterAll(async () => {
  await server.stop()
  rmSync(scratch, { recursive: true, force: true })
})

describe('beside the files of MLflow', () => {
  it('the history of the registry outlives the server, a line that broke off and all', async () => {
    const name = 'remembered'
    succeeded(await server.post('registered-models/create', { name }))
    succeeded(await server.post('model-versions/create', { name, source: 's3://a/b' }))
    succeeded(await server.post('registered-models/alias', { name, alias: 'champion', version: '1' }))
    const history = async () =>
      succeeded(
        await server.inject({
          method: 'GET',
          url: '/api/3.0/millrace/registered-models/history',
          query: { name },
        }),
      ).changes
    const before = await history()
    expect(before).toHaveLength(3)
    appendFileSync(join(root, '.millrace-registry-history.jsonl'), '{"at":1,"name":"rem')
    await reopen()
    expect(await history()).toEqual(before)
    succeeded(await server.post('registered-models/alias', { name, alias: 'second', version: '1' }))
    await reopen()
    expect(await history()).toHaveLength(before.length + 1)
  })

  it('the mirrors of killed servers go at the next start, those of others stay', async () => {
    const host = hostname().replace(/[^\w.]/g, '_')
    const { pid } = spawnSync(process.execPath, ['--version'])
    const make = (owner: string) => mkdtempSync(join(tmpdir(), `millrace-mirror-${owner}-`))
    const [dead, alive, elsewhere] = [`${host}-${pid}`, `${host}-${process.pid}`, `other-host-${pid}`].map(
      make,
    )
    await reopen()
    expect([dead, alive, elsewhere].map((path) => existsSync(path ?? ''))).toEqual([false, true, true])
    for (const path of [alive, elsewhere]) rmSync(path ?? '', { recursive: true })
  })
})
