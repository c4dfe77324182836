/** Runs the blocks of the use case: they train, and take as long as all other pages. */
import { join } from 'node:path'
import { readPages } from '../../scripts/docs/pages.ts'
import { REPOSITORY } from '../helpers/repository.ts'
import { testPages } from './support/page-tests.ts'

testPages(readPages(join(REPOSITORY, 'docs')).filter(({ path }) => path.startsWith('use-case/')))
