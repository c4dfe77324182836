import { invalidParameter } from '@millrace/contract'
import type { Writer } from '../db/executor.ts'
import { insertion } from '../db/insertion.ts'
import { statement } from '../db/statement.ts'
import { decryptFernet, encryptFernet, type FernetKey, newFernetKey, parseFernetKey } from './fernet.ts'

const KEY_NAME = 'secrets'
const STORED_LENGTH = 1000

const keepKey = insertion<{ name: string; value: string }>()('millrace_webhook_keys', {
  columns: { name: 'name', value: 'value' },
  conflict: 'keep',
})

const readKey = statement<{ name: string }>()((db, p) =>
  db.selectFrom('millrace_webhook_keys').select('value').where('name', '=', p('name')),
)

/**
 * Webhooks' secrets at rest, encrypted as MLflow does it. Without a key in the environment MLflow makes one for as long as it
 * runs and cannot read its webhooks afterwards; here such a key is kept in the database.
 */
export class Secrets {
  readonly #given: FernetKey | undefined
  readonly #writer: Writer
  #kept: Promise<FernetKey> | undefined

  constructor(given: FernetKey | undefined, writer: Writer) {
    this.#given = given
    this.#writer = writer
  }

  /** @returns null for no secret, which the empty text means too. */
  async encrypt(secret: string, now: number): Promise<string | null> {
    if (secret === '') return null
    const token = encryptFernet(secret, this.#given ?? (await this.#keptKey()), now)
    if (token.length <= STORED_LENGTH) return token
    throw invalidParameter('The secret is too long: encrypted it exceeds 1000 characters.')
  }

  /** @throws Error where it was encrypted with a key that is not there. */
  async decrypt(token: string): Promise<string> {
    const secret =
      (this.#given && decryptFernet(token, this.#given)) ?? decryptFernet(token, await this.#keptKey())
    if (secret !== undefined) return secret
    throw new Error(
      'The secret cannot be read: it was encrypted with another MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY.',
    )
  }

  #keptKey(): Promise<FernetKey> {
    this.#kept ??= this.#readOrMake().catch((error) => {
      this.#kept = undefined
      throw error
    })
    return this.#kept
  }

  /** Whichever server is first makes it. */
  async #readOrMake(): Promise<FernetKey> {
    const row = await this.#writer.write(async (tx) => {
      const there = await tx.first(readKey, { name: KEY_NAME })
      if (there) return there
      await tx.insert(keepKey, [{ name: KEY_NAME, value: newFernetKey() }])
      return tx.first(readKey, { name: KEY_NAME })
    })
    const key = parseFernetKey(row?.value ?? '')
    if (key === undefined) throw new Error('the key in millrace_webhook_keys is none')
    return key
  }
}
