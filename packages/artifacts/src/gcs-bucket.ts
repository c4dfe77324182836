import type { Bucket, Storage } from '@google-cloud/storage'
import { invalidParameter } from '@millrace/contract'
import { KeptClients } from './kept-clients.ts'
import { optionalLibrary } from './library.ts'
import { Replies } from './replies.ts'
import { type StoreFailure, wordOf } from './store-error.ts'
import { splitUri } from './uri.ts'

const loadGcs = () => optionalLibrary(['@google-cloud/storage'], () => import('@google-cloud/storage'))

/** One for all buckets. */
const clients = new KeptClients<Storage>()

async function makeClient(): Promise<Storage> {
  const { IdempotencyStrategy, Storage } = await loadGcs()
  // Whole objects are written; to write one once more changes nothing.
  const storage = new Storage({ retryOptions: { idempotencyStrategy: IdempotencyStrategy.RetryAlways } })
  // With an emulator the library forgets the path, which the other languages' do not.
  if (process.env.STORAGE_EMULATOR_HOST) storage.baseUrl = `${storage.apiEndpoint}/storage/v1`
  return storage
}

/** What a bucket of Google Cloud Storage is reached with. */
export class GcsBucket extends Replies {
  readonly storage: Storage
  readonly bucket: Bucket
  readonly name: string

  static async open(uri: string): Promise<GcsBucket> {
    const { authority = '' } = splitUri(uri)
    if (/^[\w.-]+$/.test(authority)) return new GcsBucket(await clients.get('', makeClient), authority)
    throw invalidParameter("An artifact URI of the scheme 'gs' must be of the form gs://<bucket>/<path>")
  }

  private constructor(storage: Storage, name: string) {
    super()
    this.storage = storage
    this.bucket = storage.bucket(name)
    this.name = `gs://${name}`
  }

  failureOf(error: unknown): StoreFailure {
    if (!(error instanceof Error)) return {}
    if (NO_CREDENTIALS.test(error.message)) return { code: 'CredentialUnavailableError' }
    const { code, errors } = error as { code?: unknown; errors?: { reason?: string }[] }
    if (typeof code !== 'number') return { code: wordOf(error) }
    const reason = errors?.[0]?.reason
    return { status: code, ...(reason && { code: reason }) }
  }

  protected isMissing({ status }: StoreFailure): boolean {
    return status === 404
  }
}

const NO_CREDENTIALS = /^Could not load the default credentials/
