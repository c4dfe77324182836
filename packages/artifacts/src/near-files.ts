import {
  type BigIntStats,
  close,
  closeSync,
  fdatasync,
  fstat,
  fstatSync,
  fsync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  type Stats,
  unlinkSync,
  write,
  writev,
  writevSync,
} from 'node:fs'
import * as pool from 'node:fs/promises'
import { promisify } from 'node:util'

/** Milliseconds for an answer beyond which files are not here but behind a network, or on a disk that is busy. */
const SLOW_MS = 5
/** So long the pool is asked then. */
const AWAY_MS = 10_000
/** What is copied into the system's memory at once. */
const SMALL_BYTES = 64 * 1024

let awayUntil = 0

/**
 * What a file system answers from memory is asked from this thread: the way to the pool and back wakes other threads, which takes
 * ten times as long as the answer. Once one is slow the pool is asked for a while.
 * @param slow milliseconds, of many answers together
 */
export async function ask<T>(here: () => T, there: () => Promise<T>, slow = SLOW_MS): Promise<T> {
  const started = performance.now()
  if (started < awayUntil) return there()
  try {
    return here()
  } finally {
    const now = performance.now()
    if (now - started > slow) awayUntil = now + AWAY_MS
  }
}

export function realpath(path: string): Promise<string> {
  return ask(
    () => realpathSync.native(path),
    () => pool.realpath(path),
  )
}

export function lstat(path: string): Promise<Stats> {
  return ask(
    () => lstatSync(path),
    () => pool.lstat(path),
  )
}

export function rename(from: string, to: string): Promise<void> {
  return ask(
    () => renameSync(from, to),
    () => pool.rename(from, to),
  )
}

export function unlink(path: string): Promise<void> {
  return ask(
    () => unlinkSync(path),
    () => pool.unlink(path),
  )
}

interface Written {
  readonly bytesWritten: number
}

/** What is needed of a file to write it. */
export interface WritableFile {
  writev(buffers: readonly Uint8Array[], at: number): Promise<Written>
  write(bytes: Uint8Array, from: number, length: number, at: number): Promise<Written>
  datasync(): Promise<void>
  sync(): Promise<void>
}

/** An open file, or folder; whoever opened it closes it. */
export interface OpenFile extends WritableFile {
  stat(options: { bigint: true }): Promise<BigIntStats>
  close(): Promise<void>
}

export function openFile(path: string, flags: string | number, mode?: number): Promise<OpenFile> {
  return ask<OpenFile>(
    () => new NearFile(openSync(path, flags, mode)),
    () => pool.open(path, flags, mode),
  )
}

const inPool = {
  stat: promisify(fstat),
  close: promisify(close),
  datasync: promisify(fdatasync),
  sync: promisify(fsync),
  write: promisify(write),
  writev: promisify(writev),
}

/** Bytes go to the disk, and many bytes to memory, by the pool. */
class NearFile implements OpenFile {
  readonly #file: number

  constructor(file: number) {
    this.#file = file
  }

  stat(): Promise<BigIntStats> {
    return ask(
      () => fstatSync(this.#file, { bigint: true }),
      () => inPool.stat(this.#file, { bigint: true }),
    )
  }

  writev(buffers: readonly Uint8Array[], at: number): Promise<Written> {
    const size = buffers.reduce((sum, { byteLength }) => sum + byteLength, 0)
    const there = () => inPool.writev(this.#file, buffers, at)
    return size > SMALL_BYTES
      ? there()
      : ask(() => ({ bytesWritten: writevSync(this.#file, buffers, at) }), there)
  }

  write(bytes: Uint8Array, from: number, length: number, at: number): Promise<Written> {
    return inPool.write(this.#file, bytes, from, length, at)
  }

  datasync(): Promise<void> {
    return inPool.datasync(this.#file)
  }

  sync(): Promise<void> {
    return inPool.sync(this.#file)
  }

  close(): Promise<void> {
    return ask(
      () => closeSync(this.#file),
      () => inPool.close(this.#file),
    )
  }
}
