#!/usr/bin/env node
// A link to the command can only be made to a file that is there when packages are installed, before anything is built.
import { existsSync } from 'node:fs'

const built = new URL('../dist/millrace.js', import.meta.url)
if (!existsSync(built)) {
  end('not built yet; run `npm run build` (or `npm start` once) at the root of the repository.')
}
// Older ones crash in the native part of SQLite, without a word.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  end(`Node ${process.versions.node} is too old; 22.18 is needed, or a later one.`)
}
await import(built.href)

function end(reason) {
  console.error(`millrace: ${reason}`)
  process.exit(1)
}
