import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, describe, expect, it, test, vi } from 'vitest'
import { openRepository } from '../../packages/artifacts/src/index.ts'
import { pathsSuite } from '../../packages/artifacts/src/paths.suite.ts'
import {
  at,
  breaking,
  bytes,
  refusal,
  repositorySuite,
} from '../../packages/artifacts/src/repository.suite.ts'
import { describeUnless } from '../helpers/programs.ts'
import { scratch } from '../helpers/scratch.ts'
import { startHdfs } from '../services/hdfs.ts'
import { openEmpty } from './stores.ts'

const store = await startHdfs()

describeUnless(typeof store === 'string' && store, 'HDFS on a cluster of Hadoop', () => {
  if (typeof store === 'string') return
  const variables = store.env
  beforeAll(() => {
    Object.assign(process.env, variables)
  })
  afterAll(() => store.stop())
  afterEach(() => vi.unstubAllEnvs())

  repositorySuite('hdfs', () => openEmpty(store), { refusedNames: ['a:b;c=d,e&f'] })

  it.each([undefined, refusal()])('a body that breaks off leaves no file at all: %s', async (error) => {
    const root = store.newRoot()
    const repository = await openRepository(root)
    await expect(repository.write(at('x'), breaking(error))).rejects.toThrow()
    expect(await hidden(root)).toEqual([])
  })

  /** Names in a folder, also those that the driver does not show. */
  const hidden = async (root: string): Promise<string[]> => {
    const address = /=(.*)/.exec(variables.MLFLOW_PYARROW_EXTRA_CONF ?? '')?.[1]
    const path = encodeURI(root.replace('hdfs://127.0.0.1:8020', ''))
    const reply = await fetch(`http://${address}/webhdfs/v1${path}?op=LISTSTATUS&user.name=millrace`)
    const { FileStatuses } = (await reply.json()) as {
      FileStatuses?: { FileStatus: { pathSuffix: string }[] }
    }
    return (FileStatuses?.FileStatus ?? []).map(({ pathSuffix }) => pathSuffix)
  }

  pathsSuite('hdfs', 300, async (secret) => {
    const root = store.newRoot()
    const beside = `${root} beside`
    await (await openRepository(root)).write(at('a/b.txt'), bytes('x'))
    await (await openRepository(beside)).write(at('secret'), bytes(secret))
    const outside = async () => {
      const { stream } = await (await openRepository(beside)).read(at('secret'))
      return JSON.stringify([await hidden(root.slice(0, root.lastIndexOf('/'))), await text(stream)])
    }
    return { repository: await openRepository(root), outside }
  })

  it('another user is refused, with the folder in the message', async () => {
    const root = store.newRoot()
    await (await openRepository(root)).write(at('mine'), bytes('x'))
    vi.stubEnv('MLFLOW_KERBEROS_USER', 'somebody')
    const stranger = await openRepository(root)
    await expect(stranger.write(at('theirs'), bytes('x'))).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
      message: expect.stringContaining('(403 AccessControlException)'),
    })
  })

  it('the default file system, a service of two namenodes and a mount lead to the same file', async () => {
    const root = store.newRoot()
    await (await openRepository(root)).write(at('x'), bytes('here'))
    const [, address] = /=(.*)/.exec(variables.MLFLOW_PYARROW_EXTRA_CONF ?? '') ?? []
    const path = root.replace('hdfs://127.0.0.1:8020', '')
    const settings = {
      'fs.defaultFS': 'hdfs://ns1',
      'dfs.ha.namenodes.ns1': 'gone,there',
      'dfs.namenode.http-address.ns1.gone': '127.0.0.1:1',
      'dfs.namenode.http-address.ns1.there': address,
      'fs.viewfs.mounttable.c.link./ml': 'hdfs://ns1/user/millrace',
    }
    const files = useSettings(settings)
    vi.stubEnv('MLFLOW_PYARROW_EXTRA_CONF', undefined)
    for (const uri of [
      `hdfs://ns1${path}`,
      `hdfs://${path}`,
      `viewfs://c${path.replace('/user/millrace', '/ml')}`,
    ]) {
      expect(await (await openRepository(uri)).stat(at('x'))).toMatchObject({ file_size: 4 })
    }
    await expect(openRepository('viewfs://c/elsewhere')).rejects.toThrow('below no mount')
    files.remove()
  })

  it('an address that is not allowed is not connected to', async () => {
    const port = /:(\d+)$/.exec(variables.MLFLOW_PYARROW_EXTRA_CONF ?? '')?.[1]
    const strange = await openRepository(`hdfs://127.0.0.1:${port}/x`, { isAllowedAddress: () => false })
    await expect(strange.stat(at('x'))).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
  })
})

/** Hadoop's settings in a folder of its own, for the time of a test. */
function useSettings(settings: Readonly<Record<string, string | undefined>>) {
  const properties = Object.entries(settings).map(
    ([name, value]) => `<property>\n<name>${name}</name><value>${value}</value></property>`,
  )
  const files = scratch('hadoop')
  writeFileSync(files.file('hdfs-site.xml'), `<configuration>${properties.join('')}</configuration>`)
  vi.stubEnv('HADOOP_CONF_DIR', files.file('.'))
  return files
}

async function listen(server: Server, host = '127.0.0.1', port = 0): Promise<string> {
  server.listen(port, host)
  await once(server, 'listening')
  return `${host}:${(server.address() as AddressInfo).port}`
}

const FILE = JSON.stringify({ FileStatus: { pathSuffix: '', type: 'FILE', length: 4, modificationTime: 1 } })

describe('where a WebHDFS server leads', () => {
  const asked: string[] = []
  let location = ''
  const leading: RequestListener = (request, response) => {
    asked.push(`${request.method} ${request.url}`)
    if (request.url?.includes('op=GETFILESTATUS')) response.end(FILE)
    else response.writeHead(307, { location }).end()
  }
  const server = createServer(leading)
  const chosen = createServer(leading)
  beforeAll(async () => {
    vi.stubEnv('MLFLOW_PYARROW_EXTRA_CONF', `dfs.namenode.http-address=${await listen(server)}`)
  })
  afterAll(() => {
    vi.unstubAllEnvs()
    for (const one of [server, chosen]) {
      one.close()
      one.closeAllConnections()
    }
  })

  it.each([
    'http://127.0.0.1:1/latest/meta-data',
    'file:///webhdfs/v1/x',
    'http://user:secret@127.0.0.1:1/webhdfs/v1/x',
    'http://127.0.0.1:1/webhdfs/v1/../../x',
    'http://',
  ])('%s is not followed', async (target) => {
    location = target
    asked.length = 0
    const repository = await openRepository('hdfs://nn/root')
    await expect(repository.read(at('x'))).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
      message: "The WebHDFS server '127.0.0.1' leads to what is no WebHDFS.",
    })
    expect(asked.at(-1)).toMatch(/^GET \/webhdfs\/v1\/root\/x\?op=OPEN&user\.name=[^&]+&offset=0&length=4$/)
  })
  it('a host that a client chose is told no user, and leads to no address that is refused', async () => {
    // Only WebHDFS's own ports are meant as such in a URI.
    await listen(chosen, '127.0.0.3', 9870)
    location = 'http://127.0.0.4:9870/webhdfs/v1/root/x?op=OPEN'
    asked.length = 0
    const isAllowedAddress = (address: string) => address === '127.0.0.3'
    const repository = await openRepository('hdfs://127.0.0.3:9870/root', { isAllowedAddress })
    await expect(repository.read(at('x'))).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
      message: expect.stringContaining("leads to the host '127.0.0.4'"),
    })
    expect(asked.at(-1)).toMatch(/^GET \/webhdfs\/v1\/root\/x\?op=OPEN/)
    expect(asked.filter((one) => one.includes('user.name'))).toEqual([])
  })
})

test('what a namenode may have begun is not asked of the next one; what it tells is', async () => {
  const asked: string[] = []
  const broken = createServer((request, response) => {
    asked.push(`first ${request.method}`)
    if (request.method === 'GET' && asked.length === 1) response.end(FILE)
    else request.socket.destroy()
  })
  const next = createServer((request, response) => {
    asked.push(`next ${request.method}`)
    response.end(request.method === 'GET' ? FILE : '{"boolean":true}')
  })
  const files = useSettings({
    'dfs.ha.namenodes.pair': 'a,b',
    'dfs.namenode.http-address.pair.a': await listen(broken),
    'dfs.namenode.http-address.pair.b': await listen(next),
  })
  const repository = await openRepository('hdfs://pair/root')
  await expect(repository.delete(at('x'))).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' })
  expect(asked).toEqual(['first GET', 'first DELETE'])
  expect(await repository.stat(at('x'))).toMatchObject({ file_size: 4 })
  expect(asked.slice(2)).toEqual(['first GET', 'next GET'])
  vi.unstubAllEnvs()
  files.remove()
  for (const one of [broken, next]) one.close()
})
