import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { REPOSITORY } from '../helpers/repository.ts'
import { output } from '../helpers/run.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'

/** The folders that are published, once they are built. */
export const CLI = join(REPOSITORY, 'packages/cli')
export const SDK = join(REPOSITORY, 'packages/sdk/dist')

const BUILT = [join(CLI, 'dist/millrace.js'), join(SDK, 'package.json')]

export const notBuilt = BUILT.some((file) => !existsSync(file)) && 'npm run build was not run'

const QUIET = ['--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts', '--legacy-peer-deps']

/** A user's project: an empty folder into which packages are installed from their tarballs. */
export interface Project {
  file(...names: string[]): string
  /** Packs a folder that is published, and installs that. */
  install(published: string): Promise<void>
  /** Installs from the registry, with what comes along at the versions of our lockfile. */
  add(...packages: string[]): Promise<void>
  remove(): void
}

export function project(label: string): Project {
  const folder: Scratch = scratch(label)
  mkdirSync(folder.file('user'))
  writeFileSync(folder.file('user/package.json'), '{ "type": "module" }')
  const npm = (cwd: string, ...args: string[]) => output('npm', args, { cwd })
  const add = async (...packages: string[]) => {
    await npm(folder.file('user'), 'install', ...QUIET, ...packages)
  }
  return {
    file: (...names) => folder.file('user', ...names),
    async add(...packages) {
      copyFileSync(join(REPOSITORY, 'package-lock.json'), folder.file('user/package-lock.json'))
      await add(...packages)
    },
    async install(published) {
      const tarball = await npm(published, 'pack', '--silent', '--pack-destination', folder.file())
      await add(folder.file(tarball.trim()))
    },
    remove: () => folder.remove(),
  }
}
