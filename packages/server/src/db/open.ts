import { availableParallelism } from 'node:os'
import type { Executor, Writer } from './executor.ts'
import { InlineLongReads, type LongReads, type LongReadTable, ThreadedLongReads } from './long-reads.ts'
import { openHandle, SqliteExecutor, type SqliteHandle } from './sqlite.ts'
import { prepareDatabase, UnusableDatabase } from './sqlite-setup.ts'
import { SqliteWriter } from './sqlite-writer.ts'
import { sqliteFile } from './uri.ts'

/** An open backend store. */
export interface Database {
  /** Short reads; they see committed data only. */
  readonly db: Executor
  readonly writer: Writer
  readonly longReads: LongReads
  /** Changes when anybody, this process or another, has committed. */
  version(): number
  close(): Promise<void>
}

export interface OpenOptions {
  readonly uri: string
  readonly artifactRoot: string
  readonly longReads: LongReadTable
  /** The worker that serves {@link OpenOptions.longReads} in its own thread. */
  readonly workerScript: URL
  readonly now: number
}

/** Opens the backend store, making the schema where there is none. @throws UnusableDatabase with advice. */
export function openDatabase(options: OpenOptions): Database {
  const file = sqliteFile(options.uri)
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
  return file === undefined ? inMemory(writing, options) : onFile(writing, file, options)
}

function onFile(writing: SqliteHandle, file: string, options: OpenOptions): Database {
  const reading = openHandle(file, { readonly: true })
  const version = reading.prepare('PRAGMA data_version').pluck()
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
    version: () => version.get() as number,
    close: async () => {
      await writer.close()
      await longReads.close()
      reading.close()
      writing.close()
    },
  }
}

/** One connection does it all: nobody else can see a database in memory. */
function inMemory(handle: SqliteHandle, options: OpenOptions): Database {
  const db = new SqliteExecutor(handle)
  const writer = new SqliteWriter(handle)
  const changes = handle.prepare('SELECT total_changes()').pluck()
  return {
    db,
    writer,
    longReads: new InlineLongReads(db, options.longReads),
    version: () => changes.get() as number,
    close: async () => {
      await writer.close()
      handle.close()
    },
  }
}

function openOrExplain(file: string): SqliteHandle {
  try {
    return openHandle(file)
  } catch (error) {
    throw explained(error, file)
  }
}

function explained(error: unknown, file: string): unknown {
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
