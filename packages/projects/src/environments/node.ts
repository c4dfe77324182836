import { randomUUID } from 'node:crypto'
import { copyFile, lstat, readFile, readlink, rename, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { findProgram, madeOnce, placeOf, runProgram } from '@millrace/models/environment'
import { type Env, InvalidValueError } from '@millrace/sdk'
import type { ProjectEnvironment } from '../project.ts'
import { type EnvironmentMaker, type EnvironmentRequest, pathWith } from './environment.ts'

const LOCKFILE = 'package-lock.json'
const PACKAGES = 'node_modules'

/** What decides what is installed. */
const FILES = ['package.json', LOCKFILE, '.npmrc'] as const

/** The packages of a lockfile, installed by `npm ci`. A folder that holds packages already keeps those. */
export const node: EnvironmentMaker = {
  async check({ environment, env }) {
    await readFiles(folderOf(environment))
    if (findProgram('npm', env) !== undefined) return
    throw new InvalidValueError('There is no npm in the PATH: install Node, which brings it.')
  },

  async prepare(request) {
    const { folder, environment, env, report } = request
    const files = await readFiles(folderOf(environment))
    const frozen = { name: LOCKFILE, text: files[LOCKFILE] as string }
    const own = await ownPackages(folder)
    if (own !== undefined) {
      report(`The project's own ${PACKAGES} are used, as they are.`)
      return { tag: 'node', variables: variables(own, env), frozen }
    }
    const made = await makePackages(files, request)
    await linkPackages(made, folder)
    return { tag: 'node', variables: variables(made, env), frozen }
  },
}

function folderOf(environment: ProjectEnvironment): string {
  if (environment.kind === 'node') return dirname(environment.file)
  throw new InvalidValueError('The project names no node_env: npm has nothing to install.')
}

type Files = Readonly<Partial<Record<(typeof FILES)[number], string>>>

async function readFiles(folder: string): Promise<Files> {
  const texts = await Promise.all(
    FILES.map((name) => readFile(join(folder, name), 'utf8').catch(() => undefined)),
  )
  const files = Object.fromEntries(FILES.map((name, index) => [name, texts[index]])) as Files
  if (files[LOCKFILE] === undefined) {
    throw new InvalidValueError(
      `There is no ${LOCKFILE} in ${folder}, by which packages are installed: make one with npm install.`,
    )
  }
  return files
}

async function makePackages(files: Files, request: EnvironmentRequest): Promise<string> {
  const { environment, env, signal, report } = request
  const key = ['node', files, process.arch, process.platform, process.versions.modules]
  const source = folderOf(environment)
  const made = await madeOnce(
    placeOf(key, env),
    async (fresh) => {
      report(`Installing the packages of ${join(source, LOCKFILE)}`)
      for (const name of FILES) {
        if (files[name] !== undefined) await copyFile(join(source, name), join(fresh, name))
      }
      await runProgram('npm', ['ci', '--no-audit', '--no-fund'], {
        env,
        cwd: fresh,
        signal,
        onProgress: report,
      })
    },
    signal,
  )
  return join(made, PACKAGES)
}

/** Packages that somebody installed there; a link of ours is none. */
async function ownPackages(folder: string): Promise<string | undefined> {
  const path = join(folder, PACKAGES)
  const found = await lstat(path).catch(() => undefined)
  if (!found) return undefined
  const isOurs = found.isSymbolicLink() && OURS.test(await readlink(path))
  return isOurs ? undefined : path
}

const OURS = /millrace-[0-9a-f]{24}\.[0-9a-f]{8}.node_modules$/

/** Node looks for packages in the folders above a file, and nowhere else. */
async function linkPackages(packages: string, folder: string): Promise<void> {
  const fresh = join(folder, `.${PACKAGES}.${randomUUID()}`)
  await symlink(packages, fresh, 'junction')
  await rename(fresh, join(folder, PACKAGES))
}

function variables(packages: string, env: Env): Record<string, string> {
  return { PATH: pathWith(join(packages, '.bin'), env) }
}
