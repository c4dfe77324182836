import { expect, test } from 'vitest'
import { pointsPlot } from './points-plot.ts'
import { SvgPen } from './svg-pen.ts'

const SIZE = { width: 900, height: 500 }
const PALETTE = { text: 't', soft: 's', line: 'l', surface: 'u', accent: 'a', dark: false }

test('names of 5,000 characters leave the chart its room', () => {
  const long = 'м'.repeat(5000)
  const make = pointsPlot({
    items: [{ id: 'a', title: long, color: 'red' }],
    x: { title: long, values: [0], categories: [long] },
    y: { title: long, values: [0], categories: [long] },
    z: { title: long, values: [1] },
    format: String,
  })
  const plot = make(SIZE, PALETTE)
  const pen = new SvgPen()
  plot.draw(pen)
  const svg = pen.document(SIZE.width, SIZE.height, 'white')
  const texts = [...svg.matchAll(/>(м+…)/g)].map(([, text = '']) => text.length)
  expect(texts).toHaveLength(5)
  for (const length of texts) expect(length).toBeLessThan(150)
  const across = plot.find(SIZE.width * 0.6, SIZE.height / 2)?.x ?? 0
  // In the middle of what the names leave.
  expect(across).toBeGreaterThan(SIZE.width * 0.5)
  expect(across).toBeLessThan(SIZE.width * 0.66)
})
