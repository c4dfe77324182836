/** Builds what is published: one bundle of the server and its command, the reader thread beside it, and the web page. */
import { cp, rename, rm, utimes } from 'node:fs/promises'
import { rolldown } from 'rolldown'
import { compressFolder } from './build/compress.ts'
import { run } from './run.ts'

const root = new URL('../', import.meta.url).pathname
const output = `${root}packages/cli/dist`
const started = new Date()
/** Beside its place, which it takes when all of it is there: half a build would run without a page. */
const building = `${output}.building`

await rm(building, { recursive: true, force: true })
await Promise.all([bundle(), page()])
await cp(`${root}packages/ui/dist`, `${building}/ui`, { recursive: true })
await compressFolder(`${building}/ui`)
// What is saved while it is built is newer than the build.
await utimes(`${building}/millrace.js`, started, started)
await rm(output, { recursive: true, force: true })
await rename(building, output)
// What npm shows beside a package must lie in its folder; as old as what it is copied from, or it would pass for a newer source.
const times = { preserveTimestamps: true }
for (const name of ['README.md', 'LICENSE']) await cp(`${root}${name}`, `${root}packages/cli/${name}`, times)

async function bundle(): Promise<void> {
  const build = await rolldown({
    input: {
      millrace: `${root}packages/cli/src/main.ts`,
      'reader-worker': `${root}packages/server/src/reader-worker.ts`,
      'watch-worker': `${root}packages/server/src/file-store/watch-worker.ts`,
    },
    platform: 'node',
    // Native code stays a package of its own.
    external: ['better-sqlite3'],
    logLevel: 'warn',
  })
  await build.write({
    dir: building,
    format: 'esm',
    minify: { compress: true, mangle: false, codegen: true },
    chunkFileNames: '[name]-[hash].js',
  })
  await build.close()
}

async function page(): Promise<void> {
  await run('npm', ['run', 'build', '--workspace', 'packages/ui', '--silent'], root)
}
