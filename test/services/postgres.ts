import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
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

/** Debian keeps the server's programs off the PATH, by version. */
const DEBIAN = '/usr/lib/postgresql'

function programFolder(): string | undefined {
  const onPath = findProgram('initdb')
  if (onPath) return join(onPath, '..')
  if (!existsSync(DEBIAN)) return undefined
  const versions = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a))
  return versions
    .map((version) => join(DEBIAN, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')))
}

/** A private PostgreSQL cluster on a loopback port; undefined where it is not installed. */
export async function startPostgres({ durable = false, tls = false } = {}): Promise<Service | undefined> {
  const bin = programFolder()
  if (bin === undefined) return undefined
  const owner = await systemUser('postgres')
  const folder = await mkdtemp(join(tmpdir(), 'millrace-postgres-'))
  if (owner) await chown(folder, owner.uid, owner.gid)
  const data = join(folder, 'data')
  const port = await freePort()
  await exec(join(bin, 'initdb'), ['-D', data, '-U', 'millrace', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
    ...owner,
    cwd: folder,
  })
  const settings = [
    ...['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder],
    // Nobody reads a test's databases after a power cut.
    ...['-c', `fsync=${durable ? 'on' : 'off'}`, '-c', 'max_connections=300'],
  ]
  const files = tls ? await makeCertificate(folder, owner) : undefined
  if (files)
    settings.push(
      '-c',
      'ssl=on',
      '-c',
      `ssl_cert_file=${files.certificate}`,
      '-c',
      `ssl_key_file=${files.key}`,
    )
  const child = spawnService(join(bin, 'postgres'), settings, owner, folder)
  const uri = `postgresql://millrace@127.0.0.1:${port}/postgres`
  await untilItAnswers(async () => {
    const client = new Client({ connectionString: uri })
    await client.connect()
    await client.end()
  })
  return {
    uri,
    ...files,
    async stop() {
      await killService(child, 'SIGQUIT')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
