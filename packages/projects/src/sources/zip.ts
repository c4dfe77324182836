import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { type Env, InvalidValueError } from '@millrace/sdk'
import { type Entry, open, type ZipFile } from 'yauzl'
import type { Source, SourceOptions } from '../source.ts'
import { TAG } from '../tags.ts'
import { withoutCredentials } from './git-program.ts'
import { subfolder } from './subfolder.ts'
import { temporaryFolder } from './temporary-folder.ts'

/**
 * A project of a zip file, unpacked into a folder of its own.
 * @param uri what the run is tagged with
 * @throws InvalidValueError where it is none, or a name in it leads out
 */
export async function openZipFile(
  path: string,
  subdirectory: string | undefined,
  uri: string,
  { env, signal }: SourceOptions,
): Promise<Source> {
  const { folder, release } = await temporaryFolder()
  try {
    await unpack(path, folder, { mostBytes: mostBytes(env), signal })
    return {
      folder: await subfolder(folder, subdirectory),
      root: folder,
      tags: { [TAG.sourceName]: uri },
      patch: undefined,
      release,
    }
  } catch (error) {
    await release()
    throw error
  }
}

/**
 * The same of a zip file of the web.
 * @param address may hold a name and a password, which the tag does not
 */
export async function fetchZip(
  address: string,
  subdirectory: string | undefined,
  options: SourceOptions,
): Promise<Source> {
  const { env, signal, report } = options
  const shown = withoutCredentials(address)
  const { folder, release } = await temporaryFolder()
  report(`=== Fetching project from ${shown} into ${folder} ===`)
  try {
    const { fetchPage } = await import('@millrace/models/download')
    const path = join(folder, 'project.zip')
    await fetchPage(address, path, { mostBytes: mostBytes(env), signal }).catch((error: Error) => {
      signal?.throwIfAborted()
      throw new InvalidValueError(`The zip file cannot be had: ${error.message}`, { cause: error })
    })
    const uri = subdirectory === undefined ? shown : `${shown}#${subdirectory}`
    return await openZipFile(path, subdirectory, uri, options)
  } finally {
    await release()
  }
}

/** Enough for code, too little to fill a disk. */
const MOST_BYTES = 4 * 1024 ** 3
const MOST_BYTES_NAME = 'MILLRACE_PROJECT_MAX_BYTES'

/** Of a zip file, and again of what it holds. @throws InvalidValueError for a setting that is no number */
function mostBytes(env: Env): number {
  const given = env[MOST_BYTES_NAME]
  if (given === undefined || given === '') return MOST_BYTES
  if (/^[1-9]\d{0,14}$/.test(given)) return Number(given)
  throw new InvalidValueError(`${MOST_BYTES_NAME} must be a number of bytes, and is '${given}'.`)
}

interface Limits {
  readonly mostBytes: number
  readonly signal: AbortSignal | undefined
}

async function unpack(path: string, folder: string, limits: Limits): Promise<void> {
  // Names that lead out are refused by the library.
  const zip = await openZip(path, { lazyEntries: true, autoClose: false }).catch(damaged(path))
  const { signal, mostBytes } = limits
  let bytes = 0
  const taken = async (entry: Entry) => {
    signal?.throwIfAborted()
    // The library refuses an entry that holds more than it says.
    bytes += entry.uncompressedSize
    if (bytes > mostBytes) throw new Error(tooMuch(mostBytes))
    await extract(zip, entry, folder, signal)
  }
  try {
    await entries(zip, taken).catch(damaged(path, signal))
  } finally {
    zip.close()
  }
}

const openZip = promisify<string, { lazyEntries: true; autoClose: false }, ZipFile>(open)

function entries(zip: ZipFile, work: (entry: Entry) => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    zip.once('end', resolve)
    zip.once('error', reject)
    zip.on('entry', (entry: Entry) => {
      work(entry).then(() => zip.readEntry(), reject)
    })
    zip.readEntry()
  })
}

const KIND = 0o170000
const LINK = 0o120000
const PERMISSIONS = 0o777
/** Of a file from a system that knows no permissions. */
const PLAIN = 0o644

async function extract(
  zip: ZipFile,
  entry: Entry,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const target = join(folder, entry.fileName)
  const mode = entry.externalFileAttributes >>> 16
  if (entry.fileName.endsWith('/')) {
    await mkdir(target, { recursive: true })
    return
  }
  if ((mode & KIND) === LINK)
    throw new Error(`'${entry.fileName}' is a link, which a project's zip file may not hold`)
  await mkdir(dirname(target), { recursive: true })
  await pipeline(
    await contentOf(zip, entry),
    createWriteStream(target, { mode: mode & PERMISSIONS || PLAIN }),
    { signal },
  )
}

function contentOf(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (stream) resolve(stream)
      else reject(error)
    })
  })
}

function tooMuch(mostBytes: number): string {
  return `it holds more than ${mostBytes} bytes; ${MOST_BYTES_NAME} allows more`
}

function damaged(path: string, signal?: AbortSignal) {
  return (error: Error): never => {
    signal?.throwIfAborted()
    throw new InvalidValueError(`The zip file ${path} cannot be unpacked: ${error.message}`, { cause: error })
  }
}
