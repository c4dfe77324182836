/** Builds what is published: one bundle of the server and its command, the reader thread beside it, the web page, and the SDK. */
import { cp, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { rolldown } from 'rolldown'
import { compressFolder } from './build/compress.ts'
import { type BundledPackage, licenseList, packagesOf } from './build/licenses.ts'
import { buildSdk } from './build/sdk.ts'
import { buildTypes } from './build/types.ts'
import { run } from './run.ts'

const root = new URL('../', import.meta.url).pathname
const output = `${root}packages/cli/dist`
const started = new Date()
/** Beside its place, which it takes when all of it is there: half a build would run without a page. */
const building = `${output}.building`
/** Written by Vite. */
const LICENSES_OF_PAGE = 'licenses.json'

await rm(building, { recursive: true, force: true })
const [inBundle, inPage] = await Promise.all([bundle(), page(), typesOfProjects(), buildSdk(root)])
await cp(`${root}packages/ui/dist`, `${building}/ui`, { recursive: true })
await rm(`${building}/ui/${LICENSES_OF_PAGE}`)
await compressFolder(`${building}/ui`)
await cp(`${root}packages/cli/demo`, `${building}/demo`, { recursive: true })
await cp(`${root}packages/models/python`, `${building}/python`, { recursive: true })
await writeFile(`${building}/THIRD-PARTY-LICENSES.md`, licenseList([...inBundle, ...inPage]))
// What is saved while it is built is newer than the build.
await utimes(`${building}/millrace.js`, started, started)
await rm(output, { recursive: true, force: true })
await rename(building, output)
// What npm shows beside a package must lie in its folder; as old as what it is copied from, or it would pass for a newer source.
const times = { preserveTimestamps: true }
for (const name of ['README.md', 'LICENSE', 'CHANGELOG.md']) {
  await cp(`${root}${name}`, `${root}packages/cli/${name}`, times)
}

async function bundle(): Promise<BundledPackage[]> {
  const build = await rolldown({
    input: {
      millrace: `${root}packages/cli/src/main.ts`,
      // What the SDK opens where there is no server.
      server: `${root}packages/server/src/index.ts`,
      // What deploys models, for programs: `millrace/deployments`.
      deployments: `${root}packages/models/src/deployments/index.ts`,
      // What runs projects, for programs: `millrace/projects`.
      projects: `${root}packages/projects/src/index.ts`,
      'reader-worker': `${root}packages/server/src/reader-worker.ts`,
      'watch-worker': `${root}packages/server/src/file-store/watch-worker.ts`,
    },
    platform: 'node',
    // Native code stays a package of its own; so do libraries of artifact stores and clusters, which their users install.
    external: [
      'better-sqlite3',
      'basic-ftp',
      'ssh2',
      'ssh-config',
      /^@aws-sdk\//,
      /^@azure\//,
      /^@google-cloud\//,
      '@kubernetes/client-node',
    ],
    logLevel: 'warn',
  })
  const { output } = await build.write({
    dir: building,
    format: 'esm',
    minify: { compress: true, mangle: false, codegen: true },
    chunkFileNames: '[name]-[hash].js',
  })
  await build.close()
  return packagesOf(output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : [])))
}

/** Of `millrace/projects`. */
function typesOfProjects(): Promise<void> {
  const besides = ['contract', 'sdk']
  return buildTypes(root, { entry: 'projects/src/index.ts', besides, to: `${building}/types` })
}

async function page(): Promise<BundledPackage[]> {
  await run('npm', ['run', 'build', '--workspace', 'packages/ui', '--silent'], root)
  return JSON.parse(await readFile(`${root}packages/ui/dist/${LICENSES_OF_PAGE}`, 'utf8'))
}
