import { constants } from 'node:fs'
import { openFile } from './near-files.ts'

interface Syncing {
  /** Under way: too early for names made since. */
  readonly running: Promise<void>
  /** Begins when that is through. */
  next: Promise<void> | undefined
}

const syncing = new Map<string, Syncing>()

/**
 * Brings the names in a folder to the disk. Those who ask while one sync is under way share the next. Windows cannot open a
 * folder to sync it, and keeps its entries in a journal.
 */
export function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return Promise.resolve()
  const current = syncing.get(folder)
  if (!current) return begin(folder)
  current.next ??= current.running.then(
    () => begin(folder),
    () => begin(folder),
  )
  return current.next
}

function begin(folder: string): Promise<void> {
  const running = sync(folder).finally(() => {
    if (syncing.get(folder)?.running === running) syncing.delete(folder)
  })
  syncing.set(folder, { running, next: undefined })
  return running
}

async function sync(folder: string): Promise<void> {
  const handle = await openFile(folder, constants.O_RDONLY)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
