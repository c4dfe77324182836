import { expect, test } from 'vitest'
import { colourOf, RUN_COLOURS } from './run-colours.ts'

const LIGHT = '#ffffff'
const DARK = '#161e21'

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

test.each(RUN_COLOURS)('%s can be seen on light and on dark', (colour) => {
  expect(contrast(colour, LIGHT)).toBeGreaterThanOrEqual(3)
  expect(contrast(colour, DARK)).toBeGreaterThanOrEqual(3)
})

test('a run keeps its colour, and has the one it is given', () => {
  const run = (value?: string) => ({
    info: { run_id: 'a' },
    data: { tags: value ? [{ key: 'mlflow.runColor', value }] : [] },
  })
  expect(colourOf(run())).toBe(colourOf(run()))
  expect(colourOf(run('#123456'))).toBe('#123456')
  expect(colourOf(run('red;background:url(x)'))).toBe(colourOf(run()))
})
