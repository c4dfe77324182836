#!/usr/bin/env node
// A link to the command can only be made to a file that is there when packages are installed, before anything is built.
import { existsSync } from 'node:fs'

const built = new URL('../dist/millrace.js', import.meta.url)
if (!existsSync(built)) {
  console.error(
    'millrace: not built yet; run `npm run build` (or `npm start` once) at the root of the repository.',
  )
  process.exit(1)
}
await import(built.href)
