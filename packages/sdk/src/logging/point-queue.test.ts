import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ByteSink } from './byte-sink.ts'
import { bodyText } from './outlet.ts'
import { PointQueue } from './point-queue.ts'

const series = fc
  .string({ unit: 'grapheme' })
  .map((key) => ({ key, text: `{"key":${JSON.stringify(key)},"value":` }))
const point = fc.record({
  series,
  value: fc.double(),
  timestamp: fc.maxSafeInteger(),
  step: fc.maxSafeInteger(),
})

/** A double as it comes back from the wire. */
const wired = (value: number) => (Number.isFinite(value) ? value + 0 : String(value))

test('points come off in their order, as JSON that holds every bit', () => {
  const check = fc.property(
    fc.array(point, { maxLength: 50 }),
    fc.integer({ min: 1, max: 9 }),
    (points, size) => {
      const queue = new PointQueue()
      for (const { series, value, timestamp, step } of points) queue.push(series.text, value, timestamp, step)
      const sink = new ByteSink()
      const taken: unknown[] = []
      while (queue.length > 0) {
        sink.clear()
        queue.take(size, sink)
        taken.push(...(JSON.parse(`[${bodyText({ body: sink.view() })}]`) as unknown[]))
      }
      expect(taken).toEqual(
        points.map(({ series, value, timestamp, step }) => ({
          key: series.key,
          value: wired(value),
          timestamp: timestamp + 0,
          step: step + 0,
        })),
      )
    },
  )
  fc.assert(check)
})

test('more than a block waits, and what comes off meanwhile is not mixed up', () => {
  const queue = new PointQueue()
  const sink = new ByteSink()
  let next = 0
  const seen: number[] = []
  for (let round = 0; round < 40; round++) {
    for (let i = 0; i < 500; i++) queue.push('{"value":', next, 0, next++)
    if (round < 5) continue
    sink.clear()
    queue.take(700, sink)
    for (const { step } of JSON.parse(`[${bodyText({ body: sink.view() })}]`) as { step: number }[])
      seen.push(step)
  }
  expect(seen).toEqual(Array.from(seen, (_, i) => i))
  expect(seen.length + queue.length).toBe(next)
})
