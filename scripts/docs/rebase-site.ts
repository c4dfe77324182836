import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What may name an address. */
const TEXTS = /\.(html|js|css|json)$/

/** Gives every text of a built site another base. */
export async function rebaseSite(site: string, from: string, to: string): Promise<void> {
  const entries = await readdir(site, { recursive: true, withFileTypes: true })
  for (const entry of entries.filter((each) => each.isFile() && TEXTS.test(each.name))) {
    const file = join(entry.parentPath, entry.name)
    const text = await readFile(file, 'utf8')
    if (text.includes(from)) await writeFile(file, text.replaceAll(from, to))
  }
}
