/** Part of `npm run check`: links, both languages, and that each block of code is run or says why not. */
import { existsSync, readFileSync } from 'node:fs'
import { codeProblems } from './docs/checks/code.ts'
import { documentOf, readmes } from './docs/checks/document.ts'
import { linkProblems } from './docs/checks/links.ts'
import { twinProblems } from './docs/checks/twins.ts'
import { readPages } from './docs/pages.ts'

const root = new URL('../', import.meta.url).pathname
const pages = readPages(`${root}docs`)
const ofSite = pages.map(documentOf)
const beside = readmes(root)
const untranslated = readList(`${root}docs/bg/untranslated.txt`)

const problems = [
  ...[...ofSite, ...beside].flatMap((document) => linkProblems(document, root)),
  ...[...ofSite, ...beside.filter(({ name }) => name === 'README.md')].flatMap(codeProblems),
  ...twinProblems(pages, untranslated),
]
for (const problem of problems) console.error(problem)
console.log(`Docs: ${pages.length} pages, ${problems.length} problems.`)
if (untranslated.length > 0) console.log(`Not in Bulgarian yet: ${untranslated.join(', ')}`)
if (problems.length > 0) process.exit(1)

function readList(file: string): string[] {
  return existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '' && !line.startsWith('#'))
    : []
}
