import { InvalidValueError } from '@millrace/sdk'

/** Values to be tried, by parameter. */
export type Grid = Readonly<Record<string, readonly string[]>>

/** One value for each parameter of a grid. */
export type Point = Readonly<Record<string, string>>

/** More is a mistake rather than a wish: `--grid` of the wrong list. */
const MOST_POINTS = 10_000

/**
 * Every combination of a grid, the last parameter changing fastest.
 * @throws InvalidValueError for a grid that is empty, or larger than anyone would wait for
 */
export function pointsOf(grid: Grid): Point[] {
  const parameters = Object.entries(grid)
  const count = parameters.reduce((product, [, values]) => product * values.length, 1)
  if (parameters.length === 0 || count === 0) throw new InvalidValueError('The grid has no values.')
  if (count > MOST_POINTS) {
    throw new InvalidValueError(`The grid has ${count} combinations; ${MOST_POINTS} are allowed.`)
  }
  return parameters.reduce<Point[]>(
    (points, [name, values]) =>
      points.flatMap((point) => values.map((value) => ({ ...point, [name]: value }))),
    [{}],
  )
}

/** `lr=0.1 depth=3` */
export function pointText(point: Point): string {
  return Object.entries(point)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ')
}

/** The same text for the same point, whatever the order of its parameters. */
export function pointKey(point: Point): string {
  return JSON.stringify(Object.entries(point).sort(([a], [b]) => (a < b ? -1 : 1)))
}
