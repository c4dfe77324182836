/**
 * `npm start`: builds what is not built or older than its sources, then runs `millrace server` with the options given, or
 * another command: `npm start -- gc --dry-run`.
 */
import { isBuilt } from './build/is-built.ts'
import { run } from './run.ts'

const root = new URL('../', import.meta.url).pathname
const built = `${root}packages/cli/dist/millrace.js`

if (!isBuilt(root)) {
  console.error('Building the server and the web page (only after a change) …')
  await run(process.execPath, [`${root}scripts/build.ts`], root)
}
const command = process.argv[2]?.startsWith('-') === false ? [] : ['server']
process.argv.splice(1, 1, built, ...command)
await import(built)
