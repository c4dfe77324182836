import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../helpers/free-port.ts'
import { pythonVenv } from '../helpers/python-venv.ts'
import { type FileServer, fileServer } from './file-server.ts'
import { killService, spawnService, untilItAnswers } from './service.ts'

/** An FTP server on a loopback port, or why it cannot be had. */
export async function startFtpServer({ readOnly = false } = {}): Promise<FileServer | string> {
  const python = await pythonVenv('pyftpdlib', ['pyftpdlib==2.2.0']).catch((error: Error) => error)
  if (python instanceof Error) return `pyftpdlib could not be installed: ${python.message.slice(0, 200)}`
  const folder = await mkdtemp(join(tmpdir(), 'millrace-ftp-'))
  const port = await freePort()
  const login = ['--username', 'ana', '--password', 'p@ss/word']
  const place = ['--interface', '127.0.0.1', '--port', String(port), '--directory', folder]
  if (!readOnly) place.push('--write')
  const child = spawnService(python, ['-m', 'pyftpdlib', ...place, ...login], undefined, folder)
  await untilItAnswers(
    () =>
      new Promise((resolve, reject) => {
        connect(port, '127.0.0.1').once('data', resolve).once('error', reject)
      }),
  )
  return fileServer({
    address: `ftp://ana:${encodeURIComponent('p@ss/word')}@127.0.0.1:${port}`,
    root: folder,
    prefix: '',
    env: {},
    async stop() {
      await killService(child, 'SIGTERM')
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  })
}
