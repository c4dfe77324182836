import type { MetricWithRunId } from '@millrace/contract'
import type { Line } from '../../charts/line-chart.tsx'
import { toNumber } from '../../i18n/format.ts'
import type { Axis, Scale } from './metrics-search.ts'

const POSITION: Record<Axis, (point: MetricWithRunId, start: number) => number> = {
  step: ({ step = 0 }) => step,
  time: ({ timestamp = 0 }) => timestamp,
  relative: ({ timestamp = 0 }, start) => timestamp - start,
}

/** Clients may log steps in any order and more than once. */
export function inOrder(points: MetricWithRunId[], axis: Axis): MetricWithRunId[] {
  const position = POSITION[axis]
  return points.toSorted((a, b) => position(a, 0) - position(b, 0) || (a.timestamp ?? 0) - (b.timestamp ?? 0))
}

/** Values that cannot be drawn (NaN, infinities, and what has no logarithm) become gaps. */
export function toLine(label: string, ordered: MetricWithRunId[], axis: Axis, scale: Scale): Line {
  const start = ordered.reduce(
    (first, { timestamp = 0 }) => Math.min(first, timestamp),
    Number.POSITIVE_INFINITY,
  )
  const canBeDrawn = (value: number) => Number.isFinite(value) && (scale === 'linear' || value > 0)
  return {
    label,
    x: ordered.map((point) => POSITION[axis](point, start)),
    y: ordered.map(({ value }) => toNumber(value)).map((value) => (canBeDrawn(value) ? value : null)),
  }
}
