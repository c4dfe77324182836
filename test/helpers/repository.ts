import { join } from 'node:path'

export const REPOSITORY = join(import.meta.dirname, '..', '..')
export const TESTS = join(REPOSITORY, 'test')
export const CACHE = join(REPOSITORY, '.cache')
