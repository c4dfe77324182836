import {
  appendFileSync,
  closeSync,
  constants,
  fsyncSync,
  ftruncateSync,
  openSync,
  statSync,
  writeSync,
} from 'node:fs'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { SpoolError } from '../errors.ts'
import { lockSpool } from './lock.ts'
import { type Progress, readProgress, writeProgress } from './progress.ts'
import { readLine } from './read-line.ts'
import { fromLine, type SpoolRecord, toLine } from './record.ts'

/** A record, and where the next one begins. */
export interface Spooled {
  readonly record: SpoolRecord
  readonly end: number
}

const LINE_END = Buffer.from('\n')
/** A file of this size that is sent to its end is emptied. */
const WORN_BYTES = 32 * 1024 * 1024
/** Records that were just written are sent without reading them again; more than this is not kept in memory. */
const RECENT_CHARACTERS = 8 * 1024 * 1024

/**
 * A file to which records are only appended, with another beside it that says how far they are sent. A record counts from
 * when its whole line is on disk; a process that dies in the middle of one has promised nothing.
 */
export class SpoolFile {
  readonly path: string
  readonly #release: () => void
  #handle: FileHandle | undefined
  /** Of what is on disk for sure. */
  #size: number
  /** A line that is on its way there. */
  #writing: { readonly line: Buffer; readonly start: number } | undefined
  #progress: Progress
  readonly #recent = new Map<number, Spooled>()
  #recentCharacters = 0
  #saving: Promise<void> = Promise.resolve()

  /** @throws SpoolError where another process is at it */
  constructor(path: string) {
    this.path = path
    this.#release = lockSpool(path)
    this.#progress = readProgress(this.#progressPath)
    this.#size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
    if (this.#progress.sent > this.#size) this.#progress = { ...this.#progress, sent: 0 }
  }

  get #progressPath(): string {
    return `${this.path}.sent`
  }

  /** Bytes that are not sent yet. */
  get waiting(): number {
    return this.#size - this.#progress.sent
  }

  get runs(): Progress['runs'] {
    return this.#progress.runs
  }

  /** Done when it is on disk. */
  async append(record: SpoolRecord): Promise<void> {
    const line = Buffer.from(toLine(record))
    this.#handle ??= await this.#openForWriting()
    if (this.waiting === 0 && this.#size > WORN_BYTES) await this.#startAfresh(this.#handle)
    const start = this.#size
    this.#writing = { line, start }
    try {
      const { bytesWritten } = await this.#handle.write(line, 0, line.length, start)
      this.#assertWhole(line, bytesWritten)
      await this.#handle.datasync()
      this.#size = Math.max(this.#size, start + line.length)
    } finally {
      this.#writing = undefined
    }
    this.#remember(record, start, start + line.length)
  }

  /** The same at once, for a process that ends. */
  appendNow(record: SpoolRecord): void {
    const line = Buffer.from(toLine(record))
    const file = openSync(this.path, constants.O_RDWR | constants.O_CREAT)
    try {
      const writing = this.#writing
      if (writing !== undefined) this.#writeNow(file, writing.line, writing.start)
      // Else the same is on its way already.
      if (!writing?.line.equals(line)) this.#writeNow(file, this.#afterTail(line), this.#size)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  }

  /** What is on its way may be cut off anywhere by the end of the process: the same bytes once more do no harm. */
  #writeNow(file: number, line: Buffer, start: number): void {
    this.#assertWhole(line, writeSync(file, line, 0, line.length, start))
    this.#size = Math.max(this.#size, start + line.length)
  }

  /** Before the first writing nobody has looked whether the last line is whole: it is ended, so that this is a line of its own. */
  #afterTail(line: Buffer): Buffer {
    return this.#handle === undefined && this.#size > 0 ? Buffer.concat([LINE_END, line]) : line
  }

  #assertWhole(line: Buffer, written: number): void {
    if (written === line.length) return
    throw new SpoolError(`Only ${written} of ${line.length} bytes fit into the spool ${this.path}.`)
  }

  /** The oldest record that is not sent; undefined where there is none. Damaged ones are put aside and told. */
  async next(damaged: (error: SpoolError) => void): Promise<Spooled | undefined> {
    while (this.#progress.sent < this.#size) {
      const known = this.#recent.get(this.#progress.sent)
      if (known !== undefined) return known
      const line = await readLine(this.path, this.#progress.sent)
      if (line === undefined) {
        // The end of a line that was never finished.
        this.#size = this.#progress.sent
        break
      }
      const end = this.#progress.sent + Buffer.byteLength(line) + 1
      if (line === '') {
        await this.advance(end)
        continue
      }
      const record = fromLine(line)
      if (record !== undefined) return { record, end }
      appendFileSync(`${this.path}.damaged`, `${line}\n`)
      damaged(
        new SpoolError(`A record of the spool ${this.path} is damaged; it is put into ${this.path}.damaged.`),
      )
      await this.advance(end)
    }
    return undefined
  }

  /** Everything before `end` is with the server. */
  async advance(end: number, runs = this.#progress.runs): Promise<void> {
    const known = this.#recent.get(this.#progress.sent)
    if (known !== undefined) {
      this.#recent.delete(this.#progress.sent)
      this.#recentCharacters -= known.record.parcel.body.length
    }
    this.#progress = { sent: end, runs }
    await this.#saveProgress()
  }

  /** Removes what is sent; keeps the rest for later. */
  async close(): Promise<void> {
    await this.#saving.catch(() => {})
    await this.#handle?.close()
    this.#handle = undefined
    if (this.waiting === 0)
      await Promise.all([rm(this.path, { force: true }), rm(this.#progressPath, { force: true })])
    this.#release()
  }

  /** In this order: a file that is shorter than what was sent of it is known to be a new one. */
  async #startAfresh(handle: FileHandle): Promise<void> {
    // At once: what a process that ends writes meanwhile must not be cut off.
    ftruncateSync(handle.fd, 0)
    this.#size = 0
    this.#progress = { ...this.#progress, sent: 0 }
    await this.#saveProgress()
  }

  /** One after the other, each with what is true by then. */
  #saveProgress(): Promise<void> {
    this.#saving = this.#saving.catch(() => {}).then(() => writeProgress(this.#progressPath, this.#progress))
    return this.#saving
  }

  /** Not for appending, but at the end of the last whole line: what a killed process left behind it is written over. */
  async #openForWriting(): Promise<FileHandle> {
    await this.#cutTail()
    return open(this.path, this.#size === 0 ? 'w+' : 'r+')
  }

  async #cutTail(): Promise<void> {
    for (let at = this.#progress.sent; at < this.#size; ) {
      const line = await readLine(this.path, at)
      if (line === undefined) {
        this.#size = at
        const file = await open(this.path, 'r+')
        await file.truncate(at)
        await file.close()
        return
      }
      at += Buffer.byteLength(line) + 1
    }
  }

  #remember(record: SpoolRecord, start: number, end: number): void {
    const { length } = record.parcel.body
    if (this.#recentCharacters + length > RECENT_CHARACTERS) return
    this.#recentCharacters += length
    this.#recent.set(start, { record, end })
  }
}
