import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Env, InvalidValueError } from '@millrace/sdk'
import { openFolder } from './sources/folder.ts'
import type { Patch } from './sources/patch.ts'
import { subfolder } from './sources/subfolder.ts'

/** Where a project's files are, and where they come from. */
export interface Source {
  readonly folder: string
  /** Where its repository begins; the folder, or what was unpacked, without one. */
  readonly root: string
  /** What of its origin the run is tagged with. */
  readonly tags: Readonly<Record<string, string>>
  /** What it holds beyond its commit. */
  readonly patch: Patch | undefined
  /** Takes away what was fetched for this run alone. */
  release(): Promise<void>
}

export interface SourceOptions {
  /** A branch, a tag or a commit. */
  readonly version: string | undefined
  readonly env: Env
  readonly report: (line: string) => void
  /** Aborted when nobody wants it any more. */
  readonly signal?: AbortSignal
}

/** `host:path` of ssh, or an address; one letter before the colon is a disk of Windows. */
const REMOTE = /^(?!file:)(?:[^/#]{2,}:|git\+)/i

/** Of a repository that is called so, `git+https://…` tells git. */
const ZIP_OF_WEB = /^https?:\/\/.+\.zip$/i

/**
 * Fetches a project: a folder as it is, a commit of a git repository, or what a zip file holds.
 * @throws InvalidValueError where it is not there, or cannot be reached
 */
export async function fetchSource(uri: string, options: SourceOptions): Promise<Source> {
  const { place, part } = split(uri)
  if (ZIP_OF_WEB.test(place)) {
    assertNoVersion(options)
    const { fetchZip } = await import('./sources/zip.ts')
    return fetchZip(place, part, options)
  }
  if (REMOTE.test(place)) return fromGit(place.replace(/^git\+/, ''), part, options)
  const path = resolve(/^file:/i.test(place) ? localPath(place) : place)
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) throw new InvalidValueError(`There is no project at ${place}.`)
  if (found.isFile()) {
    if (!path.endsWith('.zip')) throw new InvalidValueError(`${place} is no folder, nor a zip file.`)
    assertNoVersion(options)
    const { openZipFile } = await import('./sources/zip.ts')
    return openZipFile(path, part, /^file:/i.test(uri) ? uri : resolve(uri), options)
  }
  const isRepository = existsSync(join(path, '.git')) || isBare(path)
  if (isBare(path) || (isRepository && options.version !== undefined)) {
    return fromGit(`file://${path}`, part, options)
  }
  assertNoVersion(options)
  return openFolder(await subfolder(path, part), options.env)
}

/** What stands behind a `#` is a part of the project; a name of a folder may hold one too. */
function split(uri: string): { place: string; part: string | undefined } {
  const at = uri.indexOf('#')
  if (at < 0 || existsSync(uri)) return { place: uri, part: undefined }
  return { place: uri.slice(0, at), part: uri.slice(at + 1) }
}

function localPath(uri: string): string {
  try {
    return fileURLToPath(uri)
  } catch (error) {
    throw new InvalidValueError(`${uri} names no file of this machine.`, { cause: error })
  }
}

async function fromGit(address: string, part: string | undefined, options: SourceOptions): Promise<Source> {
  const { fetchGit } = await import('./sources/git.ts')
  return fetchGit(address, part, options)
}

/** A repository without a working copy. */
function isBare(path: string): boolean {
  return ['HEAD', 'objects', 'refs'].every((name) => existsSync(join(path, name)))
}

function assertNoVersion({ version }: SourceOptions): void {
  if (version === undefined) return
  throw new InvalidValueError('Setting a version is only supported for Git project URIs')
}
