import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const TEXTS = /\.(html|js|css|svg|json)$/

/** Copies a site with its texts packed: `millrace docs` sends them as they are, and the package stays small. */
export async function packSite(from: string, to: string): Promise<void> {
  const entries = await readdir(from, { recursive: true, withFileTypes: true })
  for (const entry of entries.filter((each) => each.isFile())) {
    const source = join(entry.parentPath, entry.name)
    const target = join(to, relative(from, source))
    await mkdir(dirname(target), { recursive: true })
    if (!TEXTS.test(entry.name)) await cp(source, target)
    else await writeFile(`${target}.gz`, await promisify(gzip)(await readFile(source), { level: 9 }))
  }
}
