import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Prepares the folder behind a root with links that leave it; answers with what must not change beside it.
 * @param outside where the links lead: beyond all that the server of that folder may read
 */
export function fuzzedFolder(
  folder: string,
  secret: string,
  { links, outside = `${folder} outside` }: { links: boolean; outside?: string },
): () => string {
  mkdirSync(join(folder, 'a'), { recursive: true })
  mkdirSync(outside)
  writeFileSync(join(outside, 'secret'), secret)
  if (links) {
    symlinkSync(outside, join(folder, 'out'))
    symlinkSync(join(outside, 'secret'), join(folder, 'file-out'))
  }
  return () =>
    JSON.stringify([
      readdirSync(join(folder, '..')),
      readdirSync(outside),
      readFileSync(join(outside, 'secret'), 'utf8'),
    ])
}
