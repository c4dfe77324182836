/** Runs the blocks of the Bulgarian pages whose code is not that of the English ones. */
import { join } from 'node:path'
import { test } from 'vitest'
import { type Page, readPages } from '../../scripts/docs/pages.ts'
import { REPOSITORY } from '../helpers/repository.ts'
import { fencesToRun, testPage } from './support/page-tests.ts'

const COMMENT = /(^|[ \t])(#|\/\/)([ \t].*)?$/gm

const pages = readPages(join(REPOSITORY, 'docs'))
const inEnglish = new Map(
  pages.filter(({ language }) => language === 'en').map((page) => [page.path, codeOf(page)]),
)
const others = pages.filter(
  (page) =>
    page.language === 'bg' && fencesToRun(page).length > 0 && codeOf(page) !== inEnglish.get(page.path),
)

for (const page of others) testPage(page, `bg/${page.path}`)
if (others.length === 0) test('every block is one of the English pages', () => {})

function codeOf(page: Page): string {
  return fencesToRun(page)
    .map(({ code, marks }) => (marks.has('output') ? code : code.replace(COMMENT, '').trimEnd()))
    .join('\n\n')
}
