/** `npm run check`: types, lint with import borders, unused exports. */
import { run } from './run.ts'

const root = new URL('../', import.meta.url).pathname

await run('tsc', ['-p', '.'], root)
await run('tsc', ['-p', 'packages/ui'], root)
await run('biome', ['check', '--error-on-warnings', '.'], root)
await run('knip', ['--no-progress'], root)
