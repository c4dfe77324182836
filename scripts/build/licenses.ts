/** The list of what others wrote in what is published, made from what the bundlers really took. */
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A package in a bundle, as Vite lists them too. */
export interface BundledPackage {
  readonly name: string
  readonly version: string
  /** SPDX. */
  readonly identifier?: string
  readonly text?: string
}

/** What may be given on with a product under Apache-2.0, its text alone being asked for. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'Unlicense',
])

const LICENSE_FILE = /^(licen[cs]e|copying)/i

/** The packages that these modules are of; our own have no `node_modules` in their paths. */
export async function packagesOf(moduleIds: Iterable<string>): Promise<BundledPackage[]> {
  const homes = new Set<string>()
  for (const id of moduleIds) if (id.includes('/node_modules/')) homes.add(homeOf(id))
  return Promise.all([...homes].map(readPackage))
}

/** The folder of the package itself; folders of a package may have a package.json too, which names none. */
function homeOf(module: string): string {
  const [, home = ''] = /^.*?(\/.*\/node_modules\/(?:@[^/]+\/)?[^/]+)/.exec(module) ?? []
  if (existsSync(join(home, 'package.json'))) return home
  throw new Error(`${module} is of no package.`)
}

async function readPackage(home: string): Promise<BundledPackage> {
  const { name, version, license } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as {
    name: string
    version: string
    license?: string
  }
  const file = (await readdir(home)).find((entry) => LICENSE_FILE.test(entry))
  return {
    name,
    version,
    identifier: license,
    ...(file && { text: (await readFile(join(home, file), 'utf8')).trim() }),
  }
}

/** @throws for a licence that has not been agreed to */
export function licenseList(packages: readonly BundledPackage[]): string {
  const byName = new Map(packages.map((entry) => [`${entry.name} ${entry.version}`, entry]))
  const sections = [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => section(entry))
  return [
    '# What others wrote in this package',
    'Millrace is Apache-2.0 (LICENSE). Its files contain these packages, which their authors licensed as follows.',
    ...sections,
  ].join('\n\n')
}

function section({ name, version, identifier = 'none', text }: BundledPackage): string {
  if (!ALLOWED.has(identifier)) {
    throw new Error(
      `${name} ${version} is bundled; its licence is ${identifier}, allowed are ${[...ALLOWED].join(', ')}.`,
    )
  }
  return `## ${name} ${version} (${identifier})\n\n${text ?? 'It carries no text of its licence.'}`
}
