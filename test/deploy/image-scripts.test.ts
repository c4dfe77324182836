import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { freePort } from '../helpers/free-port.ts'
import { describeUnless } from '../helpers/programs.ts'
import { REPOSITORY } from '../helpers/repository.ts'
import { type Finished, run } from '../helpers/run.ts'
import { startSeaweedfs } from '../services/seaweedfs.ts'

function script(name: string, args: string[], env: Record<string, string>): Promise<Finished> {
  return run(process.execPath, [join(REPOSITORY, 'deploy/image', name), ...args], { env })
}

describe('wait-for-database', () => {
  const waiting = (uri: string) =>
    script('wait-for-database.mjs', [], { MLFLOW_BACKEND_STORE_URI: uri, MILLRACE_DATABASE_PATIENCE: '1' })

  test.each([
    ['postgresql://user:p%40ss@127.0.0.1:PORT/mlflow?sslmode=require'],
    ['mysql+pymysql://user@127.0.0.1:PORT/mlflow'],
    ['postgresql://127.0.0.1:PORT/mlflow'],
  ])('ends when %s takes connections', async (uri) => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const { code, stdout } = await waiting(uri.replace('PORT', String(port)))
    server.close()
    expect({ code, stdout }).toEqual({ code: 0, stdout: `127.0.0.1:${port} takes connections.\n` })
  })

  test('gives up with the reason', async () => {
    const port = await freePort()
    const { code, stderr } = await waiting(`postgresql://user@127.0.0.1:${port}/mlflow`)
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `127.0.0.1:${port} takes no connections: ECONNREFUSED\n`,
    })
  })

  test.each(['sqlite:////data/mlflow.db', './mlruns', ''])('has nothing to wait for with %j', async (uri) => {
    expect(await waiting(uri)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('nothing to wait for'),
    })
  })
})

const store = await startSeaweedfs()
describeUnless(typeof store === 'string' && store, 'make-bucket', () => {
  if (typeof store === 'string') return
  afterAll(() => store.stop())

  test('makes the bucket once', async () => {
    const env = { ...store.env, AWS_DEFAULT_REGION: 'us-east-1' }
    for (let times = 0; times < 2; times++) {
      const { code, stdout } = await script('make-bucket.mjs', ['models'], env)
      expect({ code, stdout }).toEqual({ code: 0, stdout: 'The bucket models is there.\n' })
    }
  })

  test('says that it needs a name', async () => {
    expect(await script('make-bucket.mjs', [], { ...store.env })).toMatchObject({
      code: 2,
      stderr: 'Give the name of the bucket.\n',
    })
  })
})
