import { platform } from '#platform'
import type { ClientOptions } from './options.ts'
import type { SyncReport } from './spool/sync.ts'

/**
 * Brings what waits in a spool to the server that it is for, each value once, and removes the file.
 * @param path the `spool` of a tracker that is closed, or whose process is dead
 * @param options credentials and the like; with a `trackingUri` it goes there instead
 * @throws ConnectionError when the server is away; what is not sent stays
 * @example
 * ```ts
 * const { sent } = await sync('unsent.jsonl')
 * ```
 */
export function sync(path: string, options?: ClientOptions): Promise<SyncReport> {
  return platform.sync(path, options)
}
