import { exactInteger } from '../db/exact-integer.ts'

/** A bigint only where a number would lose digits; the two compare with each other. */
type Step = number | bigint

export type Range = readonly [first: Step, last: Step]

/** Which points of a curve to show. */
export interface Sample {
  /** What `chosen` holds: steps, places from 0 in the order of the points, or nothing since all are shown. */
  readonly by: 'step' | 'place' | 'all'
  /** A JSON array. */
  readonly chosen: string
}

/**
 * Chooses at most `most` points, evenly by their place in the curve as MLflow does: many points may share a step, such as
 * those logged without one.
 * @param steps of all points, with commas between them.
 */
export function sampleCurve(steps: string, range: Range | undefined, most: number): Sample {
  const all = ascending(readSteps(steps))
  const from = range ? firstPlace(all, (step) => step >= range[0]) : 0
  const to = range ? firstPlace(all, (step) => step > range[1]) : all.length
  const places = spread(to - from, most).map((place) => from + place)
  if (all.some((step, i) => i > 0 && step === all[i - 1]))
    return { by: 'place', chosen: `[${places.join()}]` }
  if (places.length === all.length) return { by: 'all', chosen: '[]' }
  return { by: 'step', chosen: `[${places.map((place) => all[place]).join()}]` }
}

function readSteps(text: string): Step[] {
  const all = JSON.parse(`[${text}]`) as number[]
  return all.every(Number.isSafeInteger) ? all : text.split(',').map(exactInteger)
}

/** An index gives them in order; a database need not use it. */
function ascending(steps: Step[]): Step[] {
  const inOrder = steps.every((step, i) => i === 0 || (steps[i - 1] as Step) <= step)
  return inOrder ? steps : steps.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

function firstPlace(steps: readonly Step[], holds: (step: Step) => boolean): number {
  const place = steps.findIndex(holds)
  return place < 0 ? steps.length : place
}

/** The first place of each of `most` groups of nearly the same size, with the last place of all instead of the last of them. */
function spread(count: number, most: number): number[] {
  const groups = Math.min(count, Math.max(1, most))
  const size = Math.floor(count / groups)
  const larger = count % groups
  const places = Array.from({ length: groups }, (_, group) => group * size + Math.min(group, larger))
  return groups === 0 ? [] : places.with(-1, count - 1)
}
