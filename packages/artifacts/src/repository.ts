import type { Readable } from 'node:stream'
import { invalidParameter, type MlflowError } from '@millrace/contract'
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
  /** A folder that only a link leads to, where the store knows links: who walks a tree stays out of it, for it may hold itself. */
  is_link?: true
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
  /** Bytes of the whole file, whatever the range; NaN, and so is `end`, where the store does not tell. */
  size: number
  /** First and last byte in `stream`, both included; `end` is `start - 1` where there are none. */
  start: number
  end: number
  etag?: string
  mtime?: number
}

export interface WriteOptions {
  signal?: AbortSignal
  /** Bytes of the body, where they are known beforehand. */
  size?: number
  /** Of the body: a store behind a network verifies it where it can. */
  sha256?: Buffer
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
  /**
   * A page of a folder's children, its folders first, each kind by code point; where the store need not list the whole folder
   * for each.
   */
  listPage?(path: SafePath, asked: AskedPage): Promise<ListPage>
  /** What is there, or undefined. */
  stat(path: SafePath): Promise<FileInfo | undefined>
  /**
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST when missing, INVALID_PARAMETER_VALUE for a folder
   * @throws UnsatisfiableRange when the range starts behind the end
   */
  read(path: SafePath, options?: ReadOptions): Promise<ArtifactRead>
  /** Stores the whole body or nothing: no reader ever sees half a file. Missing folders are made. */
  write(path: SafePath, source: ArtifactSource, options?: WriteOptions): Promise<FileInfo>
  /** A file, or a folder with all it holds; the root when empty. What is missing is no error. */
  delete(path: SafePath): Promise<void>
  /** Uploads that outlive a connection, where the store can. */
  readonly uploads?: ResumableUploads
  /** Of a whole file, where the store can tell. */
  sha256?(path: SafePath): Promise<Buffer | undefined>
  /** Removes what broken uploads left before that moment; the answer is how many files went. */
  sweep?(before: number): Promise<number>
  /** How clients reach the store past us, where it has addresses for that. */
  readonly direct?: DirectAccess
}

/** The entry of a folder behind which a page begins; it may be gone meanwhile. */
export interface ListPosition {
  readonly is_dir: boolean
  readonly name: string
}

export interface AskedPage {
  readonly after?: ListPosition | undefined
  /** How many it holds at most. */
  readonly count: number
}

export interface ListPage {
  readonly files: FileInfo[]
  readonly isMore: boolean
}

/** The first and the last byte, both included. */
export interface ByteSpan {
  readonly start: number
  readonly end: number
}

export interface UploadState {
  /** Bytes of the whole file. */
  readonly size: number
  /** What is kept safely so far, in order; neighbours are one. */
  readonly received: readonly ByteSpan[]
}

/**
 * An upload of one file in parts: in any order, several at once, a part again where it is uncertain whether it arrived. The
 * file appears when the upload is complete.
 */
export interface ResumableUploads {
  /** Begins one; the answer is its id. */
  create(path: SafePath, size: number): Promise<string>
  /** @throws MlflowError RESOURCE_DOES_NOT_EXIST, as all below, for what was never begun, is complete, or went stale */
  state(path: SafePath, id: string): Promise<UploadState>
  put(path: SafePath, id: string, span: ByteSpan, source: ArtifactSource): Promise<void>
  complete(path: SafePath, id: string): Promise<FileInfo>
  abort(path: SafePath, id: string): Promise<void>
}

/** A request that whoever holds it may send to the store, with these headers. */
export interface SignedRequest {
  url: string
  headers: Record<string, string>
}

/** An upload that was begun: an address for each part. */
export interface BegunUpload {
  /** What the store calls it, if it gives it a name. */
  upload_id?: string
  credentials: (SignedRequest & { part_number: number })[]
}

/** A part that a client has sent: where to, and what the store answered. */
export interface UploadedPart {
  part_number: number
  etag?: string
  url?: string
}

/**
 * Uploads and downloads that go straight to the store. The file is there when an upload is complete, not before.
 * Every method that signs throws `CannotSign` where the credentials at hand do not allow it.
 */
export interface DirectAccess {
  /** Whether clients should fetch large files so without being told to: it never fails for want of a right. */
  readonly alwaysSigns: boolean
  beginUpload(path: SafePath, parts: number): Promise<BegunUpload>
  completeUpload(path: SafePath, upload_id: string, parts: readonly UploadedPart[]): Promise<void>
  abortUpload(path: SafePath, upload_id: string): Promise<void>
  /** @throws MlflowError RESOURCE_DOES_NOT_EXIST when missing */
  signDownload(path: SafePath, seconds: number): Promise<SignedRequest & { file_size: number }>
  /** An address to which the whole file is PUT. */
  signUpload(path: SafePath, seconds: number): Promise<SignedRequest>
}

/** @throws MlflowError for no id: without one a request would be about the file itself, and abort delete it */
export function requireUploadId(upload_id: string): void {
  if (upload_id === '') throw invalidParameter('The request must name its upload by upload_id.')
}

/** The store would have to be asked by the owner of a key, and we hold none. */
export class CannotSign extends Error {
  constructor(options?: ErrorOptions) {
    super('No address of this store can be signed with the credentials at hand', options)
    this.name = 'CannotSign'
  }
}

export function isFolder(path: SafePath): MlflowError {
  return invalidParameter(`Artifact path refers to a directory, not a file: '${path}'`)
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
