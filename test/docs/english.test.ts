/** Runs the blocks of the English pages but those of the use case, and of README (docs/extend/docs.md). */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Page, readPages } from '../../scripts/docs/pages.ts'
import { REPOSITORY } from '../helpers/repository.ts'
import { testPages } from './support/page-tests.ts'

const README: Page = {
  ...{ path: 'README.md', language: 'en', title: 'Millrace', front: {} },
  file: join(REPOSITORY, 'README.md'),
  text: readFileSync(join(REPOSITORY, 'README.md'), 'utf8'),
}

const pages = readPages(join(REPOSITORY, 'docs')).filter(({ path }) => !path.startsWith('use-case/'))
testPages([README, ...pages])
