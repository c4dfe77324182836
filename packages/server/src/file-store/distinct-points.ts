import { readLines } from './files.ts'
import { isPointLine, type Point, pointsIn } from './metric-file.ts'

/** Points that are remembered of a file that is not in order; beyond that the oldest are forgotten. */
const MAX_REMEMBERED = 1_000_000

/**
 * The points of a metric's file in lists, each once: a table takes an equal one for the same.
 * @throws DamagedFile for a line that is none
 */
export function* distinctPoints(key: string, path: string): Generator<Point[]> {
  let count = 0
  let last: Point | undefined
  let seen: Set<string> | undefined
  const isNew = (point: Point): boolean => {
    // Nearly all files are in order, and need no memory.
    if (seen === undefined && isBehind(point, last)) {
      count += 1
      last = point
      return true
    }
    seen ??= firstNames(key, path, count)
    const name = nameOf(point)
    if (seen.has(name)) return false
    remember(seen, name)
    return true
  }
  for (const lines of readLines(path, isPointLine)) yield pointsIn(key, lines).filter(isNew)
}

function isBehind(point: Point, last: Point | undefined): boolean {
  if (last === undefined || point.timestamp > last.timestamp) return true
  return point.timestamp === last.timestamp && point.step > last.step
}

function firstNames(key: string, path: string, count: number): Set<string> {
  const seen = new Set<string>()
  let left = count
  for (const lines of readLines(path, isPointLine)) {
    for (const point of pointsIn(key, lines)) {
      if (left === 0) return seen
      remember(seen, nameOf(point))
      left -= 1
    }
  }
  return seen
}

function nameOf({ timestamp, step, value, is_nan }: Point): string {
  return `${timestamp} ${step} ${value} ${is_nan}`
}

function remember(seen: Set<string>, name: string): void {
  if (seen.size >= MAX_REMEMBERED) {
    const [oldest] = seen
    seen.delete(oldest ?? '')
  }
  seen.add(name)
}
