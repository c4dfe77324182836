import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock.ts'
import { CACHE } from './repository.ts'
import { output } from './run.ts'

/** A folder with one npm package that is too heavy for everybody's checkout; made once, then kept in `.cache`. */
export async function npmFolder(name: string, version: string): Promise<string> {
  const folder = join(CACHE, `npm-${name}-${version}`)
  const installed = join(folder, 'installed')
  if (existsSync(installed)) return folder
  return withLock(`${folder}.lock`, async () => {
    if (existsSync(installed)) return folder
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{}')
    const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts']
    await output('npm', ['install', ...quiet, `${name}@${version}`], { cwd: folder })
    writeFileSync(installed, '')
    return folder
  })
}
