import { execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
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
import { startOpenssh } from '../services/openssh.ts'
import { fuzzedFolder } from './fuzzed-folder.ts'

const server = await startOpenssh()

describeUnless(typeof server === 'string' && server, 'SFTP on OpenSSH', () => {
  if (typeof server === 'string') return
  Object.assign(process.env, server.env)
  afterAll(() => server.stop())

  repositorySuite('sftp', async () => ({
    repository: await openRepository(server.newRoot().uri),
    close: async () => {},
  }))

  pathsSuite('sftp', 1000, async (secret) => {
    const { uri, folder } = server.newRoot()
    return { repository: await openRepository(uri), outside: fuzzedFolder(folder, secret, { links: true }) }
  })

  it.each(['out/secret', 'file-out', 'out', 'out/new'])(
    '%s, a link out of the root, is refused',
    async (path) => {
      const { uri, folder } = server.newRoot()
      const bait = join(folder, '../bait')
      mkdirSync(folder)
      mkdirSync(bait, { recursive: true })
      writeFileSync(join(bait, 'secret'), 'bait')
      symlinkSync(bait, join(folder, 'out'))
      symlinkSync(join(bait, 'secret'), join(folder, 'file-out'))
      const repository = await openRepository(uri)
      const refused = { code: 'INVALID_PARAMETER_VALUE' }
      await expect(repository.read(at(path))).rejects.toMatchObject(refused)
      await expect(repository.stat(at(path))).rejects.toMatchObject(refused)
      await expect(repository.write(at(path), bytes('evil'))).rejects.toMatchObject(refused)
      await expect(repository.delete(at(path))).rejects.toMatchObject(refused)
      expect(await Array.fromAsync(repository.list(at('')))).toEqual([])
      expect(readdirSync(bait)).toEqual(['secret'])
    },
  )

  it.each([undefined, refusal()])('a body that breaks off leaves no file at all: %s', async (error) => {
    const { uri, folder } = server.newRoot()
    const repository = await openRepository(uri)
    await expect(repository.write(at('x'), breaking(error))).rejects.toThrow()
    expect(readdirSync(folder)).toEqual([])
  })

  it('a host whose key is not known is not spoken to, a login that is not taken is said to be so', async () => {
    const { uri } = server.newRoot()
    const unknown = await openRepository(uri.replace('127.0.0.1', 'localhost'))
    await expect(unknown.stat(at('x'))).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      message: "The key of the SFTP host 'localhost' is not in known_hosts.",
    })
    const stranger = await openRepository(uri.replace(/\/\/[^@]*@/, '//nobody-we-know:hunter2@'))
    const error = await stranger.stat(at('x')).catch((e: unknown) => e)
    expect(error).toMatchObject({ code: 'UNAUTHENTICATED' })
    expect(String(error)).not.toContain('hunter2')
  })

  it('a key that a passphrase locks is named, and taken from an agent that holds it', async () => {
    const home = scratch('ssh-home')
    const key = home.file('.ssh/id_ed25519')
    cpSync(join(server.env.HOME ?? '', '.ssh'), home.file('.ssh'), { recursive: true })
    const known = readFileSync(home.file('.ssh/known_hosts'), 'utf8')
    writeFileSync(home.file('.ssh/known_hosts'), known.replace('127.0.0.1', 'localhost'))
    const agent = spawn('ssh-agent', ['-D', '-a', home.file('agent')], { stdio: 'ignore' })
    try {
      await expect.poll(() => existsSync(home.file('agent'))).toBe(true)
      execFileSync('ssh-add', ['-q', key], { env: { ...process.env, SSH_AUTH_SOCK: home.file('agent') } })
      execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', 'hunter2', '-f', key])
      vi.stubEnv('HOME', home.file('.'))
      vi.stubEnv('SSH_AUTH_SOCK', undefined)
      // By another name: connections are kept, and to whom they were let in.
      const uri = server.newRoot().uri.replace('127.0.0.1', 'localhost')
      const repository = await openRepository(uri)
      await expect(repository.write(at('x'), bytes('y'))).rejects.toMatchObject({
        code: 'UNAUTHENTICATED',
        message: expect.stringMatching(
          /id_ed25519' is locked by a passphrase\. Load it into an agent \(ssh-add\)/,
        ),
      })
      vi.stubEnv('SSH_AUTH_SOCK', home.file('agent'))
      expect(await repository.write(at('x'), bytes('y'))).toMatchObject({ file_size: 1 })
    } finally {
      vi.unstubAllEnvs()
      agent.kill()
      home.remove()
    }
  })
})
