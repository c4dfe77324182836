import { exactInteger } from '../db/exact-integer.ts'
import { pythonFloat } from '../validate.ts'
import { DamagedFile } from './meta-file.ts'

/** A point as the tables hold it: NaN is a flag beside 0, infinities are the largest doubles. */
export interface Point {
  readonly key: string
  readonly value: number
  readonly timestamp: number
  readonly step: number
  readonly is_nan: number
}

const WORDS: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.MAX_VALUE,
  '-inf': -Number.MAX_VALUE,
  infinity: Number.MAX_VALUE,
  '-infinity': -Number.MAX_VALUE,
}

const INTEGER = /^[+-]?\d{1,19}$/
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

/** `TIMESTAMP VALUE STEP`, and what dataset it is of; MLflow before 1.0 wrote no step. */
export function fieldsOf(line: string): string[] | undefined {
  const fields = line.trim().split(' ')
  const [timestamp = '', value = '', step = '0'] = fields
  if (!INTEGER.test(timestamp) || !INTEGER.test(step)) return undefined
  return NUMBER.test(value) || value.toLowerCase() in WORDS ? fields : undefined
}

export function isPointLine(line: string): boolean {
  return fieldsOf(line) !== undefined
}

/** The points in some lines of a metric's file. @throws DamagedFile for a line that is none. */
export function pointsIn(key: string, lines: readonly string[]): Point[] {
  const points: Point[] = []
  for (const line of lines) {
    if (line === '') continue
    const fields = fieldsOf(line)
    if (fields === undefined)
      throw new DamagedFile(`a line of the metric '${key}' is no point: ${line.slice(0, 60)}`)
    points.push(pointOf(key, fields))
  }
  return points
}

function pointOf(key: string, [timestamp = '', text = '', step = '0']: readonly string[]): Point {
  const value = numberIn(text)
  const isNan = Number.isNaN(value)
  return {
    key,
    value: isNan ? 0 : value,
    timestamp: exactInteger(timestamp),
    step: exactInteger(step),
    is_nan: isNan ? 1 : 0,
  }
}

export function numberIn(text: string): number {
  const value = Number(text)
  if (Number.isFinite(value)) return value
  return WORDS[text.toLowerCase()] ?? (text.startsWith('-') ? -Number.MAX_VALUE : Number.MAX_VALUE)
}

/** The same order in which the tables choose the latest. */
export function isLaterPoint(a: Point, b: Point): boolean {
  if (a.step !== b.step) return a.step > b.step
  if (a.timestamp !== b.timestamp) return a.timestamp > b.timestamp
  return a.value > b.value
}

/** A value as a line holds it. A table cannot tell an infinity from the largest double; the infinity is what people log. */
export function lineValue(value: number, is_nan: number): string {
  if (is_nan) return 'nan'
  if (Math.abs(value) === Number.MAX_VALUE) return value > 0 ? 'inf' : '-inf'
  return Object.is(value, -0) ? '-0.0' : pythonFloat(value)
}
