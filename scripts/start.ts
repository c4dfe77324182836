/** `npm start`: builds what is not built or older than its sources, then runs `millrace server` with the options given. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { run } from './run.ts'

const root = new URL('../', import.meta.url).pathname
const built = `${root}packages/cli/dist/millrace.js`

if (!existsSync(built) || newestSource() > statSync(built).mtimeMs) {
  console.error('Building the server and the web page (only after a change) …')
  await run(process.execPath, [`${root}scripts/build.ts`], root)
}
process.argv.splice(1, 1, built, 'server')
await import(built)

function newestSource(): number {
  const packages = readdirSync(`${root}packages`).map((name) => `${root}packages/${name}/src`)
  const files = packages.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(`${entry.parentPath}/${entry.name}`).mtimeMs),
  )
  return Math.max(...files)
}
