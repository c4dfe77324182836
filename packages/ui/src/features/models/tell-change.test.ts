import { expect, test } from 'vitest'
import { enModels } from '../../locales/en-models.ts'
import { sentenceOf } from './tell-change.ts'

const at = { timestamp: 0, name: 'm' }

test.each([
  [{ change: 'created' }, 'Model created'],
  [{ change: 'created', version: '2' }, 'Version {version} created'],
  [{ change: 'tag', key: 'a', to: '1' }, 'Tag {key} set to {to}'],
  [
    { change: 'tag', version: '2', key: 'a', from: '1', to: '2' },
    'Tag {key} of version {version}: {from} → {to}',
  ],
  [{ change: 'tag', key: 'a', from: '1' }, 'Tag {key} removed, it was {from}'],
  [{ change: 'alias', key: 'a', from: '1', to: '2' }, '@{key} moved from version {from} to version {to}'],
  [
    { change: 'stage', version: '1', from: 'None', to: 'Staging' },
    'Stage of version {version}: {from} → {to}',
  ],
])('%j reads %j', (change, text) => {
  const id = sentenceOf({ ...at, ...change })
  expect(id && enModels[id as keyof typeof enModels]).toBe(text)
})

test.each(['frozen', 'constructor'])('a change of the kind %j has no sentence', (change) => {
  expect(sentenceOf({ ...at, change })).toBeUndefined()
})
