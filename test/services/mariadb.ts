import { execFile } from 'node:child_process'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createConnection } from 'mysql2/promise'
import { freePort } from '../helpers/free-port.ts'
import { findProgram } from '../helpers/programs.ts'
import {
  killService,
  makeCertificate,
  type Service,
  spawnService,
  systemUser,
  untilItAnswers,
} from './service.ts'

const exec = promisify(execFile)

/** A private MariaDB server on a loopback port; undefined where it is not installed. */
export async function startMariadb({
  durable = false,
  tls = false,
  memory = '',
} = {}): Promise<Service | undefined> {
  const [server, install] = ['mariadbd', 'mariadb-install-db'].map((name) => findProgram(name))
  if (!server || !install) return undefined
  const folder = await mkdtemp(join(tmpdir(), 'millrace-mariadb-'))
  const owner = await systemUser('mysql')
  if (owner) await chown(folder, owner.uid, owner.gid)
  const data = join(folder, 'data')
  const user = owner ? ['--user=mysql'] : []
  // A server that starts removes the temporary tables of all others in its folder of them.
  const common = ['--no-defaults', `--datadir=${data}`, `--tmpdir=${folder}`, ...user]
  await exec(install, [...common, '--auth-root-authentication-method=normal', '--skip-test-db'])
  const port = await freePort()
  const settings = [
    ...common,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    `--socket=${join(folder, 'socket')}`,
    '--max-connections=300',
    // Nobody reads a test's databases after a power cut.
    `--innodb-flush-log-at-trx-commit=${durable ? 1 : 0}`,
    ...(memory ? [`--innodb-buffer-pool-size=${memory}`] : []),
    '--skip-log-bin',
  ]
  const files = tls ? await makeCertificate(folder, owner) : undefined
  if (files) settings.push(`--ssl-cert=${files.certificate}`, `--ssl-key=${files.key}`)
  const child = spawnService(server, settings, owner, folder)
  const uri = `mysql://root@127.0.0.1:${port}/mysql`
  await untilItAnswers(async () => (await createConnection(uri)).end())
  return {
    uri,
    ...files,
    async stop() {
      await killService(child, 'SIGKILL')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
