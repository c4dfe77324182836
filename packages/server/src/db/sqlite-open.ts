import { availableParallelism } from 'node:os'
import { InlineLongReads, ThreadedLongReads } from './long-reads.ts'
import { NO_NEWS } from './news.ts'
import type { OpenedDatabase, OpenOptions } from './open.ts'
import { UnusableDatabase } from './revision.ts'
import { openHandle, SqliteExecutor, type SqliteHandle } from './sqlite.ts'
import { SqliteNews } from './sqlite-news.ts'
import { assertReadable, endBulk, prepareDatabase, startBulk } from './sqlite-setup.ts'
import { SqliteWriter } from './sqlite-writer.ts'
import { sqliteFile } from './uri.ts'

/** As long as another process may hold a file that is only read; in this thread, which has nothing else to do then. */
const READING_PATIENCE_MS = 20_000

/** Opens the backend store, making the schema where there is none. @throws UnusableDatabase with advice. */
export function openSqlite(options: OpenOptions): OpenedDatabase {
  const file = sqliteFile(options.uri)
  if (options.readOnly) return onlyReading(file ?? ':memory:', options)
  const writing = openOrExplain(file ?? ':memory:')
  try {
    prepareDatabase(writing, {
      file: file ?? ':memory:',
      artifactRoot: options.artifactRoot,
      now: options.now,
    })
  } catch (error) {
    writing.close()
    throw explained(error, file ?? ':memory:')
  }
  if (options.bulk) startBulk(writing)
  return file === undefined ? onOneConnection(writing, options) : onFile(writing, file, options)
}

function onFile(writing: SqliteHandle, file: string, options: OpenOptions): OpenedDatabase {
  const reading = openHandle(file, { readonly: true })
  // Of the connection that writes: its own commits do not count.
  const version = writing.prepare('PRAGMA data_version').pluck()
  const writer = new SqliteWriter(writing)
  const longReads = new ThreadedLongReads(
    file,
    options.workerScript,
    Math.min(4, Math.max(2, availableParallelism() - 1)),
  )
  return {
    db: new SqliteExecutor(reading),
    writer,
    longReads,
    news: new SqliteNews(() => version.get() as number),
    close: async () => {
      await writer.close()
      await longReads.close()
      reading.close()
      if (options.bulk) endBulk(writing)
      writing.close()
    },
  }
}

function onlyReading(file: string, options: OpenOptions): OpenedDatabase {
  const handle = openOrExplain(file, { readonly: true })
  try {
    assertReadable(handle, file)
  } catch (error) {
    handle.close()
    throw explained(error, file)
  }
  const database = onOneConnection(handle, options)
  handle.pragma(`busy_timeout = ${READING_PATIENCE_MS}`)
  return database
}

/** One connection does it all: nobody else can see a database in memory. */
function onOneConnection(handle: SqliteHandle, options: OpenOptions): OpenedDatabase {
  const db = new SqliteExecutor(handle)
  const writer = new SqliteWriter(handle)
  return {
    db,
    writer,
    longReads: new InlineLongReads(db, options.longReads),
    news: NO_NEWS,
    close: async () => {
      await writer.close()
      handle.close()
    },
  }
}

function openOrExplain(file: string, options: { readonly?: boolean } = {}): SqliteHandle {
  try {
    return openHandle(file, options)
  } catch (error) {
    throw explained(error, file)
  }
}

export function explained(error: unknown, file: string): unknown {
  const code = (error as { code?: string }).code ?? ''
  const text = (error as Error).message
  if (code.startsWith('SQLITE_BUSY')) {
    return new UnusableDatabase(`${file} is locked by another process; stop that one or give another file.`, {
      cause: error,
    })
  }
  if (code === 'SQLITE_NOTADB') {
    return new UnusableDatabase(`${file} is not a SQLite database.`, { cause: error })
  }
  if (code.startsWith('SQLITE_') || /directory does not exist/.test(text)) {
    return new UnusableDatabase(`${file} cannot be opened: ${text}`, { cause: error })
  }
  return error
}
