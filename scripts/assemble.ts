/**
 * `node scripts/assemble.ts FOLDER`: what runs in an image or below /opt, from what `npm run build` made: the package as it
 * is published, and the libraries of the artifact stores at the versions of the lockfile.
 */
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { run } from './run.ts'

interface Manifest {
  readonly name: string
  readonly version: string
  readonly peerDependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

const root = new URL('../', import.meta.url).pathname
const [folder] = process.argv.slice(2)
if (folder === undefined)
  throw new Error('Give the folder to assemble in: node scripts/assemble.ts /opt/millrace')
const target = resolve(folder)

const cli = await manifestOf('packages/cli')
const users = await Promise.all(['packages/artifacts', 'packages/projects'].map(manifestOf))
/** The versions that the tests run with. */
const tested: Readonly<Record<string, string>> = Object.assign(
  {},
  ...users.map((user) => user.devDependencies),
)
const tarball = `${cli.name}-${cli.version}.tgz`
const optional = Object.keys(cli.peerDependencies).map((name) => [name, tested[name]])

await mkdir(target, { recursive: true })
await run('npm', ['pack', '--silent', '--pack-destination', target], join(root, 'packages/cli'))
// npm takes from a lockfile what it has use for.
await copyFile(join(root, 'package-lock.json'), join(target, 'package-lock.json'))
const dependencies = { [cli.name]: `file:${tarball}`, ...Object.fromEntries(optional) }
await writeFile(join(target, 'package.json'), JSON.stringify({ private: true, dependencies }))
await run('npm', ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], target)
await Promise.all([tarball, 'package-lock.json'].map((name) => rm(join(target, name))))

async function manifestOf(path: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(root, path, 'package.json'), 'utf8')) as Manifest
}
