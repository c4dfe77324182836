import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createConnection } from 'mysql2/promise'
import { freePort } from '../helpers/free-port.ts'
import { findProgram } from '../helpers/programs.ts'
import { type Service, systemUser } from './service.ts'

const exec = promisify(execFile)
const PATIENCE_MS = 60_000

/** A private MariaDB server on a loopback port; undefined where it is not installed. */
export async function startMariadb({ durable = false } = {}): Promise<Service | undefined> {
  const [server, install] = ['mariadbd', 'mariadb-install-db'].map((name) => findProgram(name))
  if (!server || !install) return undefined
  const folder = await mkdtemp(join(tmpdir(), 'millrace-mariadb-'))
  const owner = await systemUser('mysql')
  if (owner) await chown(folder, owner.uid, owner.gid)
  const data = join(folder, 'data')
  const user = owner ? ['--user=mysql'] : []
  const common = ['--no-defaults', `--datadir=${data}`, ...user]
  await exec(install, [...common, '--auth-root-authentication-method=normal', '--skip-test-db'])
  const port = await freePort()
  const child = spawn(
    server,
    [
      ...common,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${join(folder, 'socket')}`,
      '--max-connections=300',
      // Nobody reads a test's databases after a power cut.
      `--innodb-flush-log-at-trx-commit=${durable ? 1 : 0}`,
      '--skip-log-bin',
    ],
    { stdio: 'ignore' },
  )
  const uri = `mysql://root@127.0.0.1:${port}/mysql`
  await untilItAnswers(uri)
  return {
    uri,
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function untilItAnswers(uri: string): Promise<void> {
  const giveUp = Date.now() + PATIENCE_MS
  for (;;) {
    try {
      await (await createConnection(uri)).end()
      return
    } catch (error) {
      if (Date.now() > giveUp) throw error
      await sleep(100)
    }
  }
}
