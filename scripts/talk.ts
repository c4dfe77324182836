/**
 * `npm run talk`: makes the slides of `docs/talk` into pages that need nothing else, and into PDFs where Chromium is, in
 * `packages/cli/dist-docs/talk`. Run `npm run docs` before, which empties that folder.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { findProgram } from '../test/helpers/programs.ts'
import { installGenerator } from './docs/install-generator.ts'
import { type SlideTools, slidesPage } from './docs/slides.ts'

const root = new URL('../', import.meta.url).pathname
const source = join(root, 'docs/talk')
const target = join(root, 'packages/cli/dist-docs/talk')
const { TOOLS } = await tools()

await mkdir(target, { recursive: true })
const names = (await readdir(source)).filter((name) => name.endsWith('.md')).map((name) => name.slice(0, -3))
for (const name of names) {
  const markdown = await readFile(join(source, `${name}.md`), 'utf8')
  await writeFile(join(target, `${name}.html`), await slidesPage(TOOLS, markdown, name, source))
  console.log(join(target, `${name}.html`))
}
await printAll()

/** Loaded by a name that the compiler does not follow: it is installed in `docs/`, and not in every clone. */
async function tools(): Promise<{ TOOLS: SlideTools }> {
  await installGenerator(join(root, 'docs'))
  return import(pathToFileURL(join(source, 'tools.ts')).href)
}

async function printAll(): Promise<void> {
  const executablePath = findProgram('chromium')
  if (executablePath === undefined) return console.log('No PDFs: Chromium is not installed.')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    for (const name of names) {
      const page = await browser.newPage()
      await page.goto(pathToFileURL(join(target, `${name}.html`)).href)
      await page.pdf({
        path: join(target, `${name}.pdf`),
        width: '1280px',
        height: '720px',
        printBackground: true,
      })
      console.log(join(target, `${name}.pdf`))
    }
  } finally {
    await browser.close()
  }
}
