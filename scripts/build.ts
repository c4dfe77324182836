/** Builds what is published: one bundle of the server and its command, the reader thread beside it, and the web page. */
import { cp, rm } from 'node:fs/promises'
import { rolldown } from 'rolldown'
import { compressFolder } from './build/compress.ts'
import { run } from './run.ts'

const root = new URL('../', import.meta.url).pathname
const output = `${root}packages/cli/dist`

await rm(output, { recursive: true, force: true })
await Promise.all([bundle(), page()])
await cp(`${root}packages/ui/dist`, `${output}/ui`, { recursive: true })
await compressFolder(`${output}/ui`)
// What npm shows beside a package must lie in its folder.
for (const name of ['README.md', 'LICENSE']) await cp(`${root}${name}`, `${root}packages/cli/${name}`)

async function bundle(): Promise<void> {
  const build = await rolldown({
    input: {
      millrace: `${root}packages/cli/src/main.ts`,
      'reader-worker': `${root}packages/server/src/reader-worker.ts`,
    },
    platform: 'node',
    // Native code stays a package of its own.
    external: ['better-sqlite3'],
    logLevel: 'warn',
  })
  await build.write({
    dir: output,
    format: 'esm',
    minify: { compress: true, mangle: false, codegen: true },
    chunkFileNames: '[name]-[hash].js',
  })
  await build.close()
}

async function page(): Promise<void> {
  await run('npm', ['run', 'build', '--workspace', 'packages/ui', '--silent'], root)
}
