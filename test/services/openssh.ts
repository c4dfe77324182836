import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../helpers/free-port.ts'
import { type FileServer, fileServer } from './file-server.ts'
import { killService, spawnService, untilItAnswers } from './service.ts'

const exec = promisify(execFile)
const SSHD = '/usr/sbin/sshd'

/** OpenSSH's own server on a loopback port, and a home with a key that it takes; or why it cannot be had. */
export async function startOpenssh(): Promise<FileServer | string> {
  if (!existsSync(SSHD)) return 'openssh-server is not installed'
  const folder = await mkdtemp(join(tmpdir(), 'millrace-sshd-'))
  const port = await freePort()
  const home = join(folder, 'home')
  await mkdir(join(home, '.ssh'), { recursive: true, mode: 0o700 })
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true })
  const [hostKey, userKey] = [join(folder, 'host_key'), join(home, '.ssh/id_ed25519')]
  for (const key of [hostKey, userKey]) await exec('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
  const settings = join(folder, 'sshd_config')
  await writeFile(
    settings,
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${hostKey}`,
      `AuthorizedKeysFile ${userKey}.pub`,
      'PidFile none',
      'UsePAM no',
      'StrictModes no',
      'PasswordAuthentication no',
      'PermitRootLogin yes',
      'MaxStartups 100',
      'Subsystem sftp internal-sftp',
    ].join('\n'),
  )
  const [type, key] = (await readFile(`${hostKey}.pub`, 'utf8')).split(' ')
  await writeFile(join(home, '.ssh/known_hosts'), `[127.0.0.1]:${port} ${type} ${key}\n`)
  const child = spawnService(SSHD, ['-D', '-f', settings], undefined, folder)
  await untilItAnswers(() => exec('ssh-keyscan', ['-T', '1', '-p', String(port), '127.0.0.1']).then(notEmpty))
  return fileServer({
    address: `sftp://${userInfo().username}@127.0.0.1:${port}`,
    root: join(folder, 'files'),
    prefix: join(folder, 'files'),
    env: { HOME: home },
    async stop() {
      await killService(child, 'SIGTERM')
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  })
}

function notEmpty({ stdout }: { stdout: string }): void {
  if (stdout === '') throw new Error('it does not answer yet')
}
