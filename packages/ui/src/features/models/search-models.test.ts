import { expect, test } from 'vitest'
import { modelFilter } from './search-models.ts'
import { sameName } from './search-versions.ts'

test.each([
  ['', ''],
  [' risk ', "name ILIKE '%risk%'"],
  ["tags.team = 'risk'", "tags.team = 'risk'"],
  ["name LIKE 'credit%'", "name LIKE 'credit%'"],
])('searching models for %j asks %j', (text, filter) => {
  expect(modelFilter(text)).toBe(filter)
})

test.each([
  ['risk', "name = 'risk'"],
  ["it's", `name = "it's"`],
  [`both ' and "`, `name LIKE "both ' and _"`],
])('the versions of %j are asked for by %s', (name, filter) => {
  expect(sameName(name)).toBe(filter)
})
