import { statSync } from 'node:fs'
import { run } from '../run.ts'

/** Installs in `docs` what makes the site and the slides, where it is not there or older than its lockfile. */
export async function installGenerator(docs: string): Promise<void> {
  if (timeOf(`${docs}/node_modules/.package-lock.json`) >= timeOf(`${docs}/package-lock.json`)) return
  console.error('Installing the generator of the docs (only once) …')
  await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts'], docs)
}

function timeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
