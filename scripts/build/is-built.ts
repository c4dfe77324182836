import { existsSync, readdirSync, statSync } from 'node:fs'

const SOURCES = ['package-lock.json', 'scripts', 'packages']
/** Made, or told by the lockfile. */
const NO_SOURCE = /^(dist|node_modules)\b|\.test\.ts$/

/** Whether the server and its page are there and no source, of code or page, is newer. */
export function isBuilt(root: string): boolean {
  const built = `${root}packages/cli/dist/millrace.js`
  if (!existsSync(built) || !existsSync(`${root}packages/cli/dist/ui/index.html`)) return false
  return Math.max(...SOURCES.map((name) => newestIn(root + name))) <= statSync(built).mtimeMs
}

/** Of the files; a folder's own time changes when a build is put into it. */
function newestIn(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0
  const names = readdirSync(path).filter((name) => !NO_SOURCE.test(name))
  return Math.max(0, ...names.map((name) => newestIn(`${path}/${name}`)))
}
