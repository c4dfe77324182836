import type { Logger } from 'pino'
import type { Database } from '../db/open.ts'
import { Egress, type EgressRules } from '../http/open-url.ts'
import type { FernetKey } from './fernet.ts'
import { Listeners } from './listeners.ts'
import { PostOffice } from './post-office.ts'
import { Secrets } from './secrets.ts'
import type { Sending } from './send.ts'

/** What the server is told of webhooks from outside. */
export interface WebhookConfig {
  readonly egress: EgressRules
  readonly timeoutMs: number
  readonly retries: number
  readonly workers: number
  /** Encrypts secrets; without it a key is kept in the database. */
  readonly secretKey: FernetKey | undefined
}

type Store = Pick<Database, 'db' | 'writer'>

interface Stores extends Store {
  readonly registry: Store
}

const REFRESH_MS = 1_000
const PATIENCE_MS = 2_000

/** What verbs need to announce events and to call webhooks, and the offices that send what was announced. */
export class Webhooks {
  readonly egress: Egress
  readonly secrets: Secrets
  readonly listeners: Listeners
  readonly sending: Sending
  readonly #offices: readonly PostOffice[]
  readonly #log: Logger
  #refreshing: NodeJS.Timeout | undefined

  /** Webhooks are kept with the registry; a change is announced in the database that it is made in. */
  constructor(stores: Stores, config: WebhookConfig, log: Logger) {
    const { registry } = stores
    this.egress = new Egress(config.egress)
    this.secrets = new Secrets(config.secretKey, registry.writer)
    this.listeners = new Listeners(registry.writer)
    this.sending = { egress: this.egress, secrets: this.secrets, timeoutMs: config.timeoutMs }
    const { retries, workers } = config
    const options = { ...this.sending, listeners: this.listeners, retries, workers, log }
    const databases = stores.writer === registry.writer ? [registry] : [registry, stores]
    this.#offices = databases.map((database) => new PostOffice(database, registry.writer, options))
    this.#log = log
  }

  async start(): Promise<void> {
    await this.listeners.reload()
    this.#refreshing = setInterval(() => void this.#refresh(), REFRESH_MS).unref()
    for (const office of this.#offices) office.start()
  }

  /** An announcement is about to be committed. */
  expectMail(): void {
    for (const office of this.#offices) office.expectMail()
  }

  async close(): Promise<void> {
    clearInterval(this.#refreshing)
    await Promise.all(this.#offices.map((office) => office.close(PATIENCE_MS)))
    this.egress.close()
  }

  /** While the database is away those are told who were known. */
  async #refresh(): Promise<void> {
    await this.listeners
      .reload()
      .catch((error) => this.#log.debug({ err: error }, 'webhooks could not be read'))
  }
}
