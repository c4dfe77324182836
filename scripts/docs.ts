/**
 * `npm run docs`: builds the site of `docs/` into `docs/.vitepress/dist`, which any web server can serve (below DOCS_BASE),
 * and packs it into `packages/cli/dist-docs`, from where `millrace docs` and the help of the web page serve it and `npm pack`
 * takes it; `npm run docs -- --watch` shows it while it is written. Its generator is installed on first use, in `docs/`:
 * whoever only runs the server never pays for it.
 */
import { rename, rm } from 'node:fs/promises'
import { BASE_IN_SITE } from '../packages/server/src/http/docs-site.ts'
import { deadLinks } from './docs/checks/built-links.ts'
import { installGenerator } from './docs/install-generator.ts'
import { packSite } from './docs/pack-site.ts'
import { readPages } from './docs/pages.ts'
import { rebaseSite } from './docs/rebase-site.ts'
import { writeReferenceInBulgarian } from './docs/reference-in-bulgarian.ts'
import { run } from './run.ts'

const root = new URL('../', import.meta.url).pathname
const docs = `${root}docs`
const generator = `${docs}/node_modules/vitepress/bin/vitepress.js`
const [mode, ...rest] = process.argv.slice(2)

await installGenerator(docs)
await writeReferenceInBulgarian(docs, readPages(docs))
if (mode === '--watch') await run(process.execPath, [generator, 'dev', ...rest], docs)
else await build()

/** Beside its place, which it takes when all of it is there. */
async function build(): Promise<void> {
  const site = `${root}packages/cli/dist-docs`
  const building = `${site}.building`
  await rm(building, { recursive: true, force: true })
  const built = `${docs}/.vitepress/dist`
  const args = [generator, 'build', '--base', BASE_IN_SITE, ...process.argv.slice(2)]
  await run(process.execPath, args, docs)
  const dead = deadLinks(built, BASE_IN_SITE)
  if (dead.length > 0) throw new Error(`The site leads to what is not there:\n${dead.join('\n')}`)
  await packSite(built, building)
  await rebaseSite(built, BASE_IN_SITE, process.env.DOCS_BASE ?? '/')
  await rm(site, { recursive: true, force: true })
  await rename(building, site)
}
