import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  downloadTree,
  openRepository,
  safePath,
  type TransferProgress,
  uploadTree,
} from '../../packages/artifacts/src/index.ts'
import { pathsSuite } from '../../packages/artifacts/src/paths.suite.ts'
import { repositorySuite } from '../../packages/artifacts/src/repository.suite.ts'
import { realMlflow } from '../helpers/mlflow.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import {
  MILLRACE,
  mlflowProgram,
  type RunningServer,
  type ServerProgram,
  startServer,
} from '../helpers/server.ts'
import { fuzzedFolder } from './fuzzed-folder.ts'

const PROXY = '/api/2.0/mlflow-artifacts/artifacts'
const MIB = 1024 * 1024
let places = 0

const programs: Record<string, () => Promise<ServerProgram>> = {
  Millrace: async () => MILLRACE,
  MLflow: async () => mlflowProgram((await realMlflow()).bin),
}

describe.each(Object.entries(programs))('artifacts on another server, %s', (name, program) => {
  let server: RunningServer
  let files: Scratch

  beforeAll(async () => {
    files = scratch('http-artifacts')
    server = await startServer(
      { database: files.file('mlflow.db'), artifacts: files.file('artifacts') },
      await program(),
    )
  })
  afterAll(async () => {
    await server?.stop()
    files?.remove()
  })

  const address = (folder: string) => `${server.url}${PROXY}/${folder}`
  repositorySuite(`http to ${name}`, async () => ({
    repository: await openRepository(address(`place-${places++}`)),
    close: async () => {},
  }))

  pathsSuite(`http to ${name}`, 1000, async (secret) => {
    const links = name === 'Millrace'
    const folder = files.file('artifacts', 'fuzzed')
    const outside = fuzzedFolder(folder, secret, { links, outside: files.file('outside') })
    return { repository: await openRepository(address('fuzzed')), outside }
  })

  it('are the same by mlflow-artifacts://', async () => {
    const repository = await openRepository(`mlflow-artifacts://127.0.0.1:${server.port}/same place`)
    await repository.write(
      safePath('x'),
      (async function* () {
        yield Buffer.from('text')
      })(),
    )
    expect(readFileSync(files.file('artifacts', 'same place', 'x'), 'utf8')).toBe('text')
  })

  it('deleting what MLflow reads as no name leaves the folder that it would be in', async () => {
    const repository = await openRepository(address('kept'))
    const write = (path: string) =>
      repository.write(
        safePath(path),
        (async function* () {
          yield Buffer.from('text')
        })(),
      )
    await write('x')
    for (const name of ['\n', '\r\n', '\n/%2f'])
      await repository.delete(safePath(name, { decoded: true })).catch(() => {})
    expect(readFileSync(files.file('artifacts', 'kept', 'x'), 'utf8')).toBe('text')
    await write('50%25')
    await repository.delete(safePath('50%25'))
    expect(existsSync(files.file('artifacts', 'kept', '50%'))).toBe(false)
    expect(existsSync(files.file('artifacts', 'kept', 'x'))).toBe(true)
  })

  it('a whole folder goes up and comes back, large files and small', async () => {
    const source = join(files.file(), 'source')
    mkdirSync(join(source, 'deep/er'), { recursive: true })
    const contents: Record<string, Buffer> = {
      'large.bin': randomBytes(5 * MIB + 1),
      'deep/er/име.txt': Buffer.from('здравей'),
      empty: Buffer.alloc(0),
    }
    for (const [path, bytes] of Object.entries(contents)) writeFileSync(join(source, path), bytes)
    const repository = await openRepository(address('tree'))
    const seen: TransferProgress[] = []
    const options = { partBytes: MIB, onProgress: (one: TransferProgress) => void seen.push(one) }
    const result = await uploadTree(repository, source, safePath('model'), options)
    const bytes = Object.values(contents).reduce((sum, { length }) => sum + length, 0)
    expect(result).toEqual({ files: 3, bytes })
    expect(seen.at(-1)).toMatchObject({ files: 3, filesDone: 3, bytes, bytesDone: bytes })
    const target = join(files.file(), 'target')
    await downloadTree(repository, safePath('model'), target, { partBytes: MIB })
    for (const [path, expected] of Object.entries(contents)) {
      expect(readFileSync(join(target, 'model', path)).equals(expected), path).toBe(true)
    }
    expect((await readdir(join(target, 'model'))).sort()).toEqual(['deep', 'empty', 'large.bin'])
  })

  it('a private address is not called where a client chose it', async () => {
    const repository = await openRepository(address('x'), { isAllowedAddress: () => false })
    await expect(Array.fromAsync(repository.list(safePath('')))).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    })
    const byName = await openRepository(`http://localhost:${server.port}${PROXY}`, {
      isAllowedAddress: () => false,
    })
    await expect(Array.fromAsync(byName.list(safePath('')))).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    })
  })
})

describe('a transfer to a server that is killed', () => {
  it('goes on where it broke off', async () => {
    const files = scratch('killed')
    const options = { database: files.file('mlflow.db'), artifacts: files.file('artifacts') }
    let server = await startServer(options, MILLRACE)
    const content = randomBytes(24 * MIB)
    writeFileSync(files.file('large.bin'), content)
    const open = () => openRepository(`${server.url}${PROXY}/run`)
    const transfer = { partBytes: MIB, parallel: 2, retries: 0, notes: files.file('notes') }

    const killed = new AbortController()
    const first = uploadTree(await open(), files.file('large.bin'), safePath('model'), {
      ...transfer,
      onProgress: ({ bytesDone }) => {
        if (bytesDone > 8 * MIB && !killed.signal.aborted) {
          killed.abort()
          void server.kill()
        }
      },
    })
    await expect(first).rejects.toThrow()
    server = await startServer(options, MILLRACE)
    let sent = 0
    let before = 0
    await uploadTree(await open(), files.file('large.bin'), safePath('model'), {
      ...transfer,
      onProgress: ({ bytesDone }) => {
        if (before === 0) before = bytesDone
        sent = bytesDone - before
      },
    })
    expect(before).toBeGreaterThanOrEqual(4 * MIB)
    expect(sent).toBeLessThan(22 * MIB)
    const stored = readFileSync(files.file('artifacts', 'run', 'model', 'large.bin'))
    expect(sha256(stored)).toBe(sha256(content))
    await server.stop()
    files.remove()
  })
})

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
