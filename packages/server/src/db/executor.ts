import type { Compilable } from 'kysely'
import type { Dialect } from './dialect.ts'
import type { Insertion } from './insertion.ts'
import type { Builder, Statement } from './statement.ts'

/** A value now (SQLite runs in this thread) or later (a database over the network). Always awaited by those who ask. */
export type Awaitable<T> = T | Promise<T>

/** Something that runs SQL: a connection or a running transaction. */
export interface Executor {
  /** Builds queries that differ per request; give them to {@link Executor.query}. */
  readonly builder: Builder
  readonly dialect: Dialect
  all<P extends object, R>(statement: Statement<P, R>, params: P): Awaitable<R[]>
  first<P extends object, R>(statement: Statement<P, R>, params: P): Awaitable<R | undefined>
  /** @returns the number of rows changed. */
  run<P extends object>(statement: Statement<P, unknown>, params: P): Awaitable<number>
  /** Inserts rows with distinct keys. @returns the number of rows changed. */
  insert<Row extends object>(insertion: Insertion<Row>, rows: readonly Row[]): Awaitable<number>
  /** Inserts a row whose key the database counts. @returns the key. */
  insertCounted<Row extends object>(insertion: Insertion<Row>, row: Row): Awaitable<number>
  /** Runs a query built with {@link Executor.builder}. */
  query<R>(query: Compilable<R>): Awaitable<R[]>
}

/** Takes writes, lets those that arrive together share a transaction, answers each after the commit. */
export interface Writer {
  /**
   * Runs `job` in a transaction. When it throws, its own changes are undone and the promise rejects; others in the same
   * transaction are not touched. The promise settles after the commit is durable.
   */
  write<T>(job: (tx: Executor) => Awaitable<T>): Promise<T>
  /**
   * The same for jobs that would wait for each other anyway, for a row that `key` names: those that come while one is under
   * way are done in one transaction. `job` answers for every item, in order; when it throws, each item is tried alone.
   */
  together<Item, Result>(
    key: string,
    item: Item,
    job: (tx: Executor, items: readonly Item[]) => Awaitable<readonly Result[]>,
  ): Promise<Result>
  /** Resolves when everything accepted so far is committed; takes no more. */
  close(): Promise<void>
}
