/** `npm test`: the checks, the build with the docs, then every test; arguments go to vitest. */
import { run } from './run.ts'

const root = new URL('../', import.meta.url).pathname
const args = process.argv.slice(2)

if (args.length === 0) {
  await run(process.execPath, [`${root}scripts/check.ts`], root)
  await run(process.execPath, [`${root}scripts/build.ts`], root)
  await run(process.execPath, [`${root}scripts/docs.ts`], root)
}
await run('vitest', ['run', ...args], root)
