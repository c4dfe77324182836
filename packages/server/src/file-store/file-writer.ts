import { constants } from 'node:fs'
import { type FileHandle, mkdir, open, rename, rm, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isMissing } from './files.ts'
import { difference, type Stamp } from './fingerprint.ts'

/** A thing's folder, and where in it a file lies. */
interface FilePlace {
  readonly folder: string
  readonly key: string
}

/** What becomes of a file: it is written anew, gets lines, or goes; or it is a folder that shall be there. */
export type FileChange = FilePlace &
  (
    | { readonly text: string }
    | { readonly lines: readonly string[] }
    | { readonly gone: true }
    | { readonly isFolder: true }
  )

/** A folder that moves, or goes where `to` is none. */
export interface FolderMove {
  readonly from: string
  readonly to: string | undefined
}

/** By how much the fingerprint of the thing in a folder changed. */
export interface Touched {
  readonly folder: string
  readonly difference: number
}

/** Lines that a file got, and how long it was before. */
export interface Appended {
  readonly path: string
  readonly size: number
  readonly text: Buffer
}

const AT_ONCE = 16
/** Who has put a link in a file's place shall not choose where we write. */
const APPEND = constants.O_RDWR | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW

/**
 * Makes changes durable: when it resolves, no crash and no power cut undoes them.
 * @param appended is told what would be there twice if they were made again, also where it fails half-way.
 */
export async function changeFiles(changes: readonly FileChange[], appended: Appended[]): Promise<Touched[]> {
  const writer = new Changing(appended)
  await eachOf(changes, (change) => writer.make(change))
  await eachOf([...writer.folders], syncFolder)
  return writer.touched
}

/** Takes lines out of their files again; where others have written behind them they stay. */
export async function takeBackLines(appended: readonly Appended[]): Promise<void> {
  for (const { path, size, text } of appended.toReversed()) {
    try {
      const file = await open(path, constants.O_RDWR | constants.O_NOFOLLOW)
      try {
        await takeBack(file, size, text)
        await file.datasync()
      } finally {
        await file.close()
      }
      // A metric's file without a point is damaged for MLflow.
      if (size === 0 && (await stampOf(path))?.size === 0) await unlink(path)
    } catch {
      // What made the write fail may hinder this too; the writer tells of that.
    }
  }
}

/** Moves are made after the changes within the folders. */
export async function moveFolders(moves: readonly FolderMove[]): Promise<void> {
  for (const { from, to } of moves) {
    if (to === undefined) await rm(from, { recursive: true, force: true })
    else {
      await mkdir(dirname(to), { recursive: true })
      await rename(from, to)
      await syncFolder(dirname(to))
    }
    await syncFolder(dirname(from))
  }
}

class Changing {
  readonly folders = new Set<string>()
  readonly touched: Touched[] = []
  readonly #appended: Appended[]

  constructor(appended: Appended[]) {
    this.#appended = appended
  }

  async make(change: FileChange): Promise<void> {
    const path = join(change.folder, change.key)
    if ('gone' in change) return this.#remove(change, path)
    if ('isFolder' in change) return makeFolder(path, this.folders)
    await makeFolder(dirname(path), this.folders)
    const stamps =
      'text' in change ? await replace(change, path) : await append(path, change.lines, this.#appended)
    this.#note(change, stamps.before, stamps.after)
    // A file that grew has its name already.
    if ('text' in change || stamps.before === undefined) this.folders.add(dirname(path))
  }

  async #remove(place: FilePlace, path: string): Promise<void> {
    const before = await stampOf(path)
    if (before === undefined) return
    await unlink(path)
    this.#note(place, before, undefined)
    this.folders.add(dirname(path))
  }

  #note({ folder, key }: FilePlace, before: Stamp | undefined, after: Stamp | undefined): void {
    this.touched.push({ folder, difference: difference(key, before, after) })
  }
}

interface Stamps {
  readonly before: Stamp | undefined
  readonly after: Stamp
}

let names = 0

/** Readers see the old file or the new one: it is written aside, where no reader takes it for a key, and renamed. */
async function replace({ folder, text }: FilePlace & { text: string }, path: string): Promise<Stamps> {
  names += 1
  const aside = join(folder, `.millrace-${process.pid}-${names}`)
  const file = await open(aside, 'wx', 0o666)
  try {
    await file.writeFile(text)
    await file.sync()
    const before = await stampOf(path)
    await rename(aside, path)
    return { before, after: await file.stat() }
  } catch (error) {
    await rm(aside, { force: true })
    throw error
  } finally {
    await file.close()
  }
}

async function append(path: string, lines: readonly string[], appended: Appended[]): Promise<Stamps> {
  const file = await open(path, APPEND, 0o666)
  try {
    const before = await file.stat()
    const start = (await endsWithinLine(file, before.size)) ? '\n' : ''
    const text = Buffer.from(`${start}${lines.join('\n')}\n`)
    // Even where not all of it can be written.
    appended.push({ path, size: before.size, text })
    await file.appendFile(text)
    await file.datasync()
    return { before: before.size === 0 ? undefined : before, after: await file.stat() }
  } finally {
    await file.close()
  }
}

/** Only what is nothing but a beginning of ours: others may have added lines of theirs. */
async function takeBack(file: FileHandle, size: number, text: Buffer): Promise<void> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(text.length + 1), 0, text.length + 1, size)
  if (text.subarray(0, bytesRead).equals(buffer.subarray(0, bytesRead))) await file.truncate(size)
}

/** Something broke off while the last line was written. */
async function endsWithinLine(file: FileHandle, size: number): Promise<boolean> {
  if (size === 0) return false
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
  return buffer[0] !== 10
}

async function stampOf(path: string): Promise<Stamp | undefined> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
    try {
      return await file.stat()
    } finally {
      await file.close()
    }
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Makes a folder and notes which ones changed by that. */
async function makeFolder(folder: string, changed: Set<string>): Promise<void> {
  const first = await mkdir(folder, { recursive: true })
  if (first === undefined) return
  for (let made = folder; made.length >= first.length; made = dirname(made)) changed.add(dirname(made))
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values()
  const worker = async () => {
    for (const item of waiting) await work(item)
  }
  const workers = Array.from({ length: Math.min(AT_ONCE, items.length) }, worker)
  const failed = (await Promise.allSettled(workers)).find((end) => end.status === 'rejected')
  if (failed) throw failed.reason
}
