import { expect, test } from 'vitest'
import { fromSplat, toSplat } from './artifact-path.ts'

test.each(['a/b.txt', 'име & #1?.txt', '100%.csv', '%23 literally', 'ä%20b', '~23 & ~notes'])(
  '%s survives the address',
  (path) => {
    expect(fromSplat(toSplat(path))).toBe(`artifacts/${path}`)
  },
)

test('a link made by MLflow, which escapes nothing, still names its file', () => {
  expect(fromSplat('artifacts/100%.csv')).toBe('artifacts/100%.csv')
})
