import type { Executor, Gather, Writer } from './executor.ts'
import { gathering } from './gathering.ts'
import type { LongReads, LongReadTable } from './long-reads.ts'
import type { News } from './news.ts'
import { databaseKind } from './uri.ts'

/** A store as each kind of database opens it. */
export interface OpenedDatabase {
  /** Short reads; they see committed data only. */
  readonly db: Executor
  readonly writer: Writer
  readonly longReads: LongReads
  readonly news: News
  close(): Promise<void>
}

/** An open backend store. */
export interface Database extends OpenedDatabase {
  /** A short read that many clients ask for at once: one query answers all that wait. */
  readonly gather: Gather
}

export interface OpenOptions {
  readonly uri: string
  /** Where reads go instead, if given: a replica of a database server. */
  readonly readReplicaUri: string | undefined
  readonly artifactRoot: string
  readonly longReads: LongReadTable
  /** The worker that serves {@link OpenOptions.longReads} in its own thread, where the database is a file. */
  readonly workerScript: URL
  readonly now: number
  /**
   * A great deal is written at once, and again if it breaks off: commits need not outlive a power cut before the store is
   * closed.
   */
  readonly bulk?: boolean
  /** Tells a person of something in the store that cannot be used, while the rest can. */
  readonly warn?: ((sentence: string) => void) | undefined
  /** Connections to a database server. */
  readonly poolSize: number
  /** Seconds after which a connection to PostgreSQL is made anew. */
  readonly poolRecycle?: number
  /** Makes and changes nothing, not even indexes; the writer must not be used then. */
  readonly readOnly?: boolean
}

/** Opens the backend store, making the schema where there is none. @throws UnusableDatabase with advice. */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  const opened = await openKind(options)
  return { ...opened, gather: gathering(async (job) => job(opened.db)) }
}

async function openKind(options: OpenOptions): Promise<OpenedDatabase> {
  switch (databaseKind(options.uri)) {
    case 'folder':
      return (await import('../file-store/open.ts')).openFileStore(options)
    case 'sqlite':
      return (await import('./sqlite-open.ts')).openSqlite(options)
    case 'postgresql':
      return (await import('./postgres-open.ts')).openPostgres(options)
    case 'mysql':
      return (await import('./mysql-open.ts')).openMysql(options)
  }
}
