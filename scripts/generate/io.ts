import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const root = new URL('../../', import.meta.url).pathname

/** A fact file of packages/contract/facts as text. */
export function fact(name: string): string {
  return readFileSync(`${root}packages/contract/facts/${name}`, 'utf8')
}

/** Writes a generated file (path from the repository's root) and returns its path. */
export function emit(path: string, source: string, body: string): string {
  const file = root + path
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `// Generated from ${source} by scripts/generate.ts. Do not edit.\n\n${body}`)
  return file
}
