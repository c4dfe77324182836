import type { MlflowError } from '@millrace/contract'
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
  /** How many statements it runs at the same time: 1 for a connection, more for a pool of them. */
  readonly sideBySide: number
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

/**
 * One job for many items of the same kind: an outcome for each item, in their order. An error as outcome refuses that item,
 * of which nothing may then be written; an error that is thrown sends each item on its own.
 */
export type Gathered<Item, T> = (
  tx: Executor,
  items: readonly Item[],
) => Awaitable<readonly (T | MlflowError)[]>

/** Hands an item to the job that does what arrived together. Jobs are declared once: the same function is the same job. */
export type Gather = <Item, T>(job: Gathered<Item, T>, item: Item) => Promise<T>

/** Takes writes, lets those that arrive together share a transaction, answers each after the commit. */
export interface Writer {
  /**
   * Runs `job` in a transaction. When it throws, its own changes are undone and the promise rejects; others in the same
   * transaction are not touched. The promise settles after the commit is durable.
   */
  write<T>(job: (tx: Executor) => Awaitable<T>): Promise<T>
  /** Like {@link Writer.write}, for what many clients send at once: a few statements write what arrived together. */
  readonly gather: Gather
  /** Resolves when everything accepted so far is committed; takes no more. */
  close(): Promise<void>
}
