import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Scratch, scratch } from '../../../test/helpers/scratch.ts'
import { readPages } from '../pages.ts'
import { deadLinks } from './built-links.ts'
import { codeProblems } from './code.ts'
import { documentOf } from './document.ts'
import { linkProblems } from './links.ts'
import { twinProblems } from './twins.ts'

let folder: Scratch
beforeEach(() => {
  folder = scratch('docs')
})
afterEach(() => folder.remove())

function write(path: string, text: string): void {
  mkdirSync(dirname(folder.file(path)), { recursive: true })
  writeFileSync(folder.file(path), text)
}
const pages = () => readPages(folder.file('docs'))
const links = () => pages().flatMap((page) => linkProblems(documentOf(page), folder.file()))
const twins = (untranslated: string[] = []) => twinProblems(pages(), untranslated)
const block = (info: string, code = 'true') => `\`\`\`${info}\n${code}\n\`\`\`\n`
const code = (...blocks: string[]) => codeProblems({ name: 'page.md', text: blocks.join('\n') })

test('links to pages, headings, pictures and files of the repository are followed', () => {
  write('bench/README.md', '# Bench\n')
  write('docs/images/a.png', '')
  write(
    'docs/operate/index.md',
    '# Operate\n## The `database`, twice\n## The `database`, twice\n## Базата данни\n',
  )
  write(
    'docs/start/first.md',
    `# First
[a](../operate/index.md) [b](../operate/index.md#the-database-twice-1) [c](../operate/index.md#базата-данни) [d](#first)
![e](../images/a.png) [f](../../bench/README.md) [g](https://example.org/x) \`[h](none.md)\`
${block('text', '[i](none.md)')}`,
  )
  expect(links()).toEqual([])
})

test.each([
  ['[a](none.md)', 'none.md: there is no docs/start/none.md'],
  ['[a](../operate/index.md#none)', '../operate/index.md#none: docs/operate/index.md has no heading #none'],
  ['[a](#none)', '#none: docs/start/first.md has no heading #none'],
  ['![a](../images/none.png)', '../images/none.png: there is no docs/images/none.png'],
  ['[a](../operate/)', '../operate/: a link between pages names the file'],
  ['[a](/operate/index.md)', '/operate/index.md starts at no page; write it relative to this file'],
  ['<img src="none.png">', 'none.png: there is no docs/start/none.png'],
  ['[a]: none.md', 'none.md: there is no docs/start/none.md'],
])('%s is found to lead nowhere', (markdown, problem) => {
  write('docs/operate/index.md', '# Operate\n')
  write('docs/start/first.md', `# First\n\n${markdown}\n`)
  expect(links()).toEqual([`docs/start/first.md:3: ${problem}`])
})

test('a page without a twin is named, unless it is listed', () => {
  write('docs/a.md', '# A\n')
  write('docs/reference/cli.md', '# Commands\n')
  expect(twins()).toEqual([
    'docs/a.md has no Bulgarian twin docs/bg/a.md, and docs/bg/untranslated.txt does not list it',
  ])
  expect(twins(['a.md'])).toEqual([])
})

test('the list of what is not translated holds nothing else', () => {
  write('docs/a.md', '# A\n')
  write('docs/bg/a.md', '# Страница\n')
  expect(twins(['a.md', 'b.md'])).toEqual([
    'docs/bg/untranslated.txt lists a.md, which is translated',
    'docs/bg/untranslated.txt lists b.md, which is no page',
  ])
})

test('a translation has the headings, the blocks and the language that it should have', () => {
  const english = `# Page\n## One\n${block('sh run')}`
  write('docs/a.md', english)
  write('docs/bg/a.md', `# Страница\n## Едно\n${block('sh run')}`)
  expect(twins()).toEqual([])
  write('docs/bg/a.md', `# Страница\n${block('sh no-run=outside')}`)
  expect(twins()).toEqual([
    'docs/bg/a.md: its headings are not those of the English page, from number 2 on',
    'docs/bg/a.md: its blocks are not those of the English page, from number 1 on',
  ])
  write('docs/bg/a.md', english)
  expect(twins()).toEqual(['docs/bg/a.md is not in Bulgarian'])
  write('docs/bg/b.md', '# Сама\n')
  expect(twins()).toContain('docs/bg/b.md is a twin of no English page')
})

test.each([
  ['sh run'],
  ['python run fails'],
  ['ts no-run=illustration'],
  ['json'],
  ['mermaid What it shows'],
])('a block may begin with %s', (info) => {
  expect(code(block(info))).toEqual([])
})

test.each([
  ['sh', 'a block in sh is run, or says why not: no-run=illustration|install|outside|deletes'],
  ['sh no-run=later', 'no-run=later: known reasons are illustration, install, outside, deletes'],
  ['sh run no-run=outside', 'run and no-run at once'],
  ['json run', 'a block in json cannot be run'],
  ['sh runs', "'runs' says nothing here; known are run, background, fails, file, output, no-run, caption"],
  ['', /^page.md:1: language '' is not known/],
  ['bash no-run=outside', /^page.md:1: language 'bash' is not known/],
  ['mermaid', 'a diagram says behind `mermaid` what it shows'],
  ['text output', 'output of what? The block above it is not run'],
  ['python file=train.py', 'no block that is run below names train.py'],
  ['python file=../train.py', 'file=../train.py is no path below the folder'],
])('a block may not begin with %s', (info, problem) => {
  const [found, ...more] = code(block(info))
  expect(more).toEqual([])
  if (typeof problem === 'string') expect(found).toBe(`page.md:1: ${problem}`)
  else expect(found).toMatch(problem)
})

test('a file is used by a block that is run below it, and output stands below what printed it', () => {
  expect(
    code(block('python file=train.py'), block('sh run', 'python train.py'), block('text output')),
  ).toEqual([])
  expect(code(block('sh run', 'python train.py'), block('python file=train.py'))).toHaveLength(1)
})

test('a block in a longer fence is a block of no page', () => {
  expect(code(`\`\`\`\`md\n${block('nothing')}\`\`\`\``)).toEqual([])
})

test('of a built site, menus, languages and pictures are followed too, wherever it is served', () => {
  write(
    'site/bg/index.html',
    '<a href="/docs/bg/">bg</a> <a href="../a.html#none">a</a> <img alt="" src="/docs/a.png">',
  )
  write(
    'site/a.html',
    '<pre><a href="/docs/none"></pre> <a class="x" href="/docs/bg/a.html">bg</a> <a href="/a.html">a</a>',
  )
  write('site/404.html', '<a href="/docs/bg/404.html">bg</a>')
  expect(deadLinks(folder.file('site'), '/docs/').sort()).toEqual([
    'a.html: there is no /a.html',
    'a.html: there is no /docs/bg/a.html',
    'bg/index.html: there is no /docs/a.png',
  ])
})
