import { existsSync } from 'node:fs'
import { Client } from '../client.ts'
import { type MillraceError, SpoolError } from '../errors.ts'
import type { LoggingFailure } from '../logging/report.ts'
import type { ClientOptions } from '../options.ts'
import { deliverSpooled } from './deliver.ts'
import { SpoolFile } from './file.ts'

/** What came of a sync. */
export interface SyncReport {
  /** Metrics, params and tags that the server took. */
  readonly sent: number
  /** What it refused, or what was damaged; the rest does not suffer from it. */
  readonly refused: readonly { readonly error: MillraceError; readonly failure: LoggingFailure }[]
}

/** See `sync` of the package. */
export async function sync(path: string, options: ClientOptions = {}): Promise<SyncReport> {
  if (!existsSync(path)) throw new SpoolError(`There is no spool ${path}.`)
  const refused: { error: MillraceError; failure: LoggingFailure }[] = []
  const clients = new Map<string, Client>()
  const file = new SpoolFile(path)
  let sent = 0
  try {
    const damaged = (error: MillraceError) =>
      refused.push({ error, failure: { runId: '', lost: 1, what: 'a record of the spool' } })
    for (let next = await file.next(damaged); next !== undefined; next = await file.next(damaged)) {
      const to = options.trackingUri ?? next.record.to
      const client = clients.get(to) ?? new Client({ ...options, trackingUri: to })
      clients.set(to, client)
      let lost = 0
      await deliverSpooled(client, file, next, (error, failure) => {
        refused.push({ error, failure })
        lost += failure.lost
      })
      sent += next.record.parcel.count - lost
    }
  } finally {
    await file.close()
    for (const client of clients.values()) await client.close()
  }
  return { sent, refused }
}
