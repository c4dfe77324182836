import { expect, test } from 'vitest'
import { nameFilter } from './search-experiments.ts'

test.each([
  ['', ''],
  ['risk', "name ILIKE '%risk%'"],
  [`it's`, `name ILIKE "%it's%"`],
  [`both ' and "`, `name ILIKE "%both ' and _%"`],
])('searching for %j asks %j', (text, filter) => {
  expect(nameFilter(text)).toBe(filter)
})
