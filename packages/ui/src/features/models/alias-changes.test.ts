import { expect, test } from 'vitest'
import { aliasChanges, readAliases } from './alias-changes.ts'

test.each([
  ['', []],
  ['champion', ['champion']],
  [' @champion, prod  champion ', ['champion', 'prod']],
])('%j names %j', (text, aliases) => {
  expect(readAliases(text)).toEqual(aliases)
})

test('what is wanted is set, what is not is taken away, and what another version has moves', () => {
  const ofModel = [
    { alias: 'champion', version: '1' },
    { alias: 'old', version: '2' },
    { alias: 'kept', version: '2' },
  ]
  expect(aliasChanges(ofModel, '2', ['kept', 'champion', 'new'])).toEqual({
    added: ['champion', 'new'],
    removed: ['old'],
    moved: [{ alias: 'champion', version: '1' }],
  })
})
