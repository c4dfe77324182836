import { expect, test } from 'vitest'
import { delimiterOf, previewKind } from './preview-kind.ts'

test.each([
  ['a/roc.PNG', 'image'],
  ['a.avif', 'image'],
  ['model/MLmodel', 'text'],
  ['a.constructor', 'text'],
  ['report.html', 'html'],
])('%s is shown as %s', (path, kind) => {
  expect(previewKind(path)).toBe(kind)
})

test.each([
  ['a.csv', ','],
  ['a.tsv', '\t'],
  ['A.TSV', '\t'],
])('%s is a table split at %j', (path, delimiter) => {
  expect(previewKind(path)).toBe('table')
  expect(delimiterOf(path)).toBe(delimiter)
})
