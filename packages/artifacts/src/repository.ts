import type { Readable } from 'node:stream'
import type { SafePath } from './safe-path.ts'

/** A file or folder below the root of a repository. */
export interface FileInfo {
  /** From the root of the repository, with `/`, without a leading or trailing one. */
  path: string
  is_dir: boolean
  /** Bytes; absent for folders. */
  file_size?: number
  /** Milliseconds since 1970, where the store knows. */
  mtime?: number
  /** A strong validator, quoted as HTTP wants it, where the store knows one. */
  etag?: string
}

/** The bytes asked for, both ends included, as HTTP counts; or the last `suffix` bytes. */
export type ByteRange = { start: number; end?: number } | { suffix: number }

export interface ReadOptions {
  range?: ByteRange
  signal?: AbortSignal
}

/** An open file. Whoever asked for it must read or destroy `stream`. */
export interface ArtifactRead {
  stream: Readable
  /** Bytes of the whole file, whatever the range. */
  size: number
  /** First and last byte in `stream`, both included; `end` is `start - 1` where there are none. */
  start: number
  end: number
  etag?: string
  mtime?: number
}

/** A body to store. A `Readable` is destroyed when the write fails. */
export type ArtifactSource = AsyncIterable<Uint8Array>

/**
 * Bytes below one root, whatever the store. Every path has been through `safePath`; the empty one is the root.
 * Nothing holds a whole file in memory.
 */
export interface ArtifactRepository {
  /**
   * The direct children of a folder, ordered by path (by code point, as MLflow sorts).
   * A missing folder, or a file, has none.
   */
  list(path: SafePath, options?: { signal?: AbortSignal }): AsyncIterable<FileInfo>
  /** What is there, or undefined. */
  stat(path: SafePath): Promise<FileInfo | undefined>
  /**
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST when missing, INVALID_PARAMETER_VALUE for a folder
   * @throws UnsatisfiableRange when the range starts behind the end
   */
  read(path: SafePath, options?: ReadOptions): Promise<ArtifactRead>
  /** Stores the whole body or nothing: no reader ever sees half a file. Missing folders are made. */
  write(path: SafePath, source: ArtifactSource, options?: { signal?: AbortSignal }): Promise<FileInfo>
  /** A file, or a folder with all it holds; the root when empty. What is missing is no error. */
  delete(path: SafePath): Promise<void>
}

/** The answer is a 416 with `Content-Range: bytes *\/size`. */
export class UnsatisfiableRange extends Error {
  readonly size: number

  constructor(size: number) {
    super(`The range starts behind the end of the ${size} bytes`)
    this.name = 'UnsatisfiableRange'
    this.size = size
  }
}

/** First and last byte of `range` in a file of `size` bytes. */
export function resolveRange(range: ByteRange | undefined, size: number): { start: number; end: number } {
  if (!range) return { start: 0, end: size - 1 }
  if ('suffix' in range) {
    if (range.suffix <= 0 || size === 0) throw new UnsatisfiableRange(size)
    return { start: Math.max(0, size - range.suffix), end: size - 1 }
  }
  const end = Math.min(range.end ?? size - 1, size - 1)
  if (range.start >= size || end < range.start) throw new UnsatisfiableRange(size)
  return { start: range.start, end }
}
