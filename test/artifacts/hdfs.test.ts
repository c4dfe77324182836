import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
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
    const properties = Object.entries(settings).map(
      ([name, value]) => `<property>\n<name>${name}</name><value>${value}</value></property>`,
    )
    const files = scratch('hadoop')
    writeFileSync(files.file('hdfs-site.xml'), `<configuration>${properties.join('')}</configuration>`)
    vi.stubEnv('HADOOP_CONF_DIR', files.file('.'))
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

  it('a host that a client chose gets no user, and no address that is not allowed', async () => {
    const port = /:(\d+)$/.exec(variables.MLFLOW_PYARROW_EXTRA_CONF ?? '')?.[1]
    const strange = await openRepository(`hdfs://127.0.0.1:${port}/x`, { isAllowedAddress: () => false })
    await expect(strange.stat(at('x'))).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
  })
})

describe('where a WebHDFS server leads', () => {
  const asked: string[] = []
  let location = ''
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    if (request.url?.includes('op=GETFILESTATUS')) {
      const FileStatus = { pathSuffix: '', type: 'FILE', length: 4, modificationTime: 1 }
      response.end(JSON.stringify({ FileStatus }))
    } else response.writeHead(307, { location }).end()
  })
  beforeAll(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    vi.stubEnv('MLFLOW_PYARROW_EXTRA_CONF', `dfs.namenode.http-address=127.0.0.1:${port}`)
  })
  afterAll(() => {
    vi.unstubAllEnvs()
    server.close()
    server.closeAllConnections()
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
})
