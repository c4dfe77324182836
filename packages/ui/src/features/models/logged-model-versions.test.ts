import { expect, test } from 'vitest'
import { loggedModelOf, versionsOfLogged } from './logged-model-versions.ts'

test.each([
  ['[{"name": "credit", "version": 2}]', [{ name: 'credit', version: '2' }]],
  ['[{"name": "a", "version": 1}, {"name": "a", "version": "1"}]', [{ name: 'a', version: '1' }]],
  ['[{"name": "credit"}, 7]', []],
  ['{', []],
  ['{}', []],
])('the tag %j tells %j', (value, versions) => {
  expect(versionsOfLogged({ info: { tags: [{ key: 'mlflow.modelVersions', value }] } })).toEqual(versions)
})

test('a model without the tag was not registered', () => {
  expect(versionsOfLogged({})).toEqual([])
})

const ID = `m-${'0'.repeat(32)}`

test.each([
  [`models:/${ID}`, ID],
  [`mlflow-artifacts:/1/models/${ID}/artifacts`, ID],
  ['runs:/1/model', undefined],
  [undefined, undefined],
])('a version from %s is of the logged model %s', (source, id) => {
  expect(loggedModelOf({ ...(source && { source }) })).toBe(id)
})
