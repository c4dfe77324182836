/** `npm run check`: types, lint with import borders, the docs, unused exports. */
import { run } from './run.ts'

const root = new URL('../', import.meta.url).pathname

await run('tsc', ['-p', '.'], root)
await run('tsc', ['-p', 'packages/ui'], root)
await run('biome', ['check', '--error-on-warnings', '.'], root)
await run(process.execPath, [`${root}scripts/reference.ts`, '--check'], root)
await run(process.execPath, [`${root}scripts/check-docs.ts`], root)
await run('knip', ['--no-progress'], root)
