import { expect, test } from 'vitest'
import { asLoggedImage, imagesByKey, stepsOf } from './logged-image.ts'

const image = (key: string, step: number, mark = '+') =>
  `images/${[key, 'step', step, 'timestamp', 17, '1b-2c'].join(mark)}.png`

test.each([
  [image('val~masks', 3), { key: 'val/masks', step: 3 }],
  [image('a+b', -2), { key: 'a+b', step: -2 }],
  [image('old', 1, '%'), { key: 'old', step: 1 }],
])('%s is a picture of a key at a step', (path, told) => {
  expect(asLoggedImage(path)).toMatchObject({ path, ...told })
})

test.each(['images/plot.png', 'images/a+step+1+timestamp+17+1b+compressed.webp', 'a.png'])(
  '%s is none',
  (path) => {
    expect(asLoggedImage(path)).toBeUndefined()
  },
)

test('the pictures of a key stand in the order of their steps', () => {
  const paths = [image('x', 10), image('y', 1), image('x', 9)]
  expect(stepsOf(paths, 'x').map(({ step }) => step)).toEqual([9, 10])
  expect(imagesByKey(paths).map(({ key, step }) => [key, step])).toEqual([
    ['x', 10],
    ['y', 1],
  ])
})
