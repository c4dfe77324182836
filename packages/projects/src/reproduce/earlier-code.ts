import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Client, type Env, InvalidValueError, type RunRecord } from '@millrace/sdk'
import { PATCH } from '../open-run.ts'
import { fetchSource, type Source, type SourceOptions } from '../source.ts'
import { fetchGit } from '../sources/git.ts'
import { git } from '../sources/git-program.ts'
import { subfolder } from '../sources/subfolder.ts'
import { temporaryFolder } from '../sources/temporary-folder.ts'
import { TAG } from '../tags.ts'
import { freezePackages } from './earlier-packages.ts'
import { readIfThere } from './read-if-there.ts'

interface Setting {
  readonly client: Client
  readonly env: Env
  readonly report: (line: string) => void
  readonly signal: AbortSignal | undefined
}

/**
 * The code of an earlier run: its commit in a folder of its own, with what was not committed then, and the packages that it had.
 * @throws InvalidValueError where the run tells of no project, or its commit is not to be had
 */
export async function earlierCode(run: RunRecord, setting: Setting): Promise<Source> {
  const { env, report, signal } = setting
  const name = run.tags[TAG.sourceName]
  if (run.tags[TAG.sourceType] !== 'PROJECT' || name === undefined) {
    throw new InvalidValueError(`The run ${run.runId} is not of a project: there is nothing to run again.`)
  }
  assertNoSweep(run, name)
  const version = run.tags[TAG.commit]
  if (version === undefined) {
    report(`The run knows no commit: ${name} is run as it is now.`)
    return fetchSource(name, { version, env, report, signal })
  }
  const [place = '', part] = name.split('#')
  const source = await fetchCommit(placesOf(place, run.tags[TAG.repository]), {
    version,
    env,
    report,
    signal,
  })
  try {
    const patched = await withPatch(source, run, setting)
    // The folder may be one that was not committed.
    const whole = await partOf(patched, part)
    await freezePackages(whole, run, setting)
    return whole
  } catch (error) {
    await source.release()
    throw error
  }
}

/** The parent of a sweep ran nothing itself. */
function assertNoSweep({ runId, tags }: RunRecord, name: string): void {
  const grid = tags[TAG.grid]
  if (grid === undefined) return
  throw new InvalidValueError(
    `The run ${runId} is the parent of a sweep over ${grid}: reproduce one of its children, or go on with it by millrace run ${name} --grid … --resume ${runId}.`,
  )
}

/** The checkout that it was run from, where that is still there, and the repository that this came from. */
function placesOf(place: string, repository: string | undefined): [first: string, then: string | undefined] {
  if (!place.startsWith('file:') || repository === undefined) return [place, undefined]
  return existsSync(fileURLToPath(place)) ? [place, repository] : [repository, undefined]
}

/** A checkout may be there without the commit: made anew, or shallow. */
async function fetchCommit(
  [first, then]: [string, string | undefined],
  options: SourceOptions,
): Promise<Source> {
  if (then === undefined) return fetchGit(first, undefined, options)
  return fetchGit(first, undefined, options).catch((error: Error) => {
    options.signal?.throwIfAborted()
    options.report(`${first} has it no more: ${error.message}`)
    return fetchGit(then, undefined, options)
  })
}

async function partOf(source: Source, part: string | undefined): Promise<Source> {
  if (part === undefined) return source
  const tags = { ...source.tags, [TAG.sourceName]: `${source.tags[TAG.sourceName]}#${part}` }
  return { ...source, tags, folder: await subfolder(source.folder, part) }
}

async function withPatch(source: Source, run: RunRecord, { client, env, report }: Setting): Promise<Source> {
  const leftOut = run.tags[TAG.leftOut]
  if (leftOut !== undefined) report(`Not committed then, and not kept with the run: ${leftOut}.`)
  const bytes = await readIfThere(client, run, PATCH)
  if (bytes === undefined || bytes.byteLength === 0) return source
  const { folder, release } = await temporaryFolder()
  try {
    const file = join(folder, PATCH)
    await writeFile(file, bytes)
    const args = ['-c', 'apply.ignoreWhitespace=no', 'apply', '--whitespace=nowarn', file]
    await git(args, { cwd: source.folder, env })
    report('The changes that were not committed then are applied.')
    return { ...source, patch: { bytes, leftOut: [] } }
  } finally {
    await release()
  }
}
