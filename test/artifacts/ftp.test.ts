import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { openRepository } from '../../packages/artifacts/src/index.ts'
import { pathsSuite } from '../../packages/artifacts/src/paths.suite.ts'
import { at, breaking, refusal, repositorySuite } from '../../packages/artifacts/src/repository.suite.ts'
import { describeUnless } from '../helpers/programs.ts'
import { startFtpServer } from '../services/pyftpdlib.ts'
import { fuzzedFolder } from './fuzzed-folder.ts'

const server = await startFtpServer()
const readOnly = await startFtpServer({ readOnly: true })

describeUnless(typeof server === 'string' && server, 'FTP on pyftpdlib', () => {
  if (typeof server === 'string') return
  afterAll(() => server.stop())

  repositorySuite('ftp', async () => ({
    repository: await openRepository(server.newRoot().uri),
    close: async () => {},
  }))

  pathsSuite('ftp', 1000, async (secret) => {
    const { uri, folder } = server.newRoot()
    return { repository: await openRepository(uri), outside: fuzzedFolder(folder, secret, { links: false }) }
  })

  it.each([undefined, refusal()])('a body that breaks off leaves no file at all: %s', async (error) => {
    const { uri, folder } = server.newRoot()
    const repository = await openRepository(uri)
    await expect(repository.write(at('x'), breaking(error))).rejects.toThrow()
    expect(readdirSync(folder)).toEqual([])
  })

  it('a login that is not taken is said to be so, without the password', async () => {
    const stranger = await openRepository(server.newRoot().uri.replace(/\/\/[^@]*@/, '//ana:hunter2@'))
    const error = await stranger.stat(at('x')).catch((e: unknown) => e)
    expect(error).toMatchObject({ code: 'UNAUTHENTICATED' })
    expect(String(error)).not.toContain('hunter2')
  })
})

describeUnless(typeof readOnly === 'string' && readOnly, 'FTP where nothing may be changed', () => {
  if (typeof readOnly === 'string') return
  afterAll(() => readOnly.stop())

  it('what is not removed is said to be there, what is missing is no error', async () => {
    const { uri, folder } = readOnly.newRoot()
    mkdirSync(join(folder, 'full'), { recursive: true })
    for (const name of ['x', 'full/y']) writeFileSync(join(folder, name), 'x')
    const repository = await openRepository(uri)
    for (const path of ['x', 'full']) {
      await expect(repository.delete(at(path))).rejects.toMatchObject({
        code: 'PERMISSION_DENIED',
        message: expect.stringMatching(/^ftp:\/\/127\.0\.0\.1\/.*: the store refused access \(FTP 550\)\.$/),
      })
    }
    await repository.delete(at('none'))
    expect(readdirSync(folder).sort()).toEqual(['full', 'x'])
  })
})
