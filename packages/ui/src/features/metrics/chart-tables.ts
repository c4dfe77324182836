import type { ChartTable } from '../../charts/download.ts'
import type { LineSeries } from '../../charts/lines-plot.ts'
import { extentOf } from '../../charts/scale.ts'
import { toNumber } from '../../i18n/format.ts'
import type { ChartRun } from './chart-run.ts'
import type { Curve } from './get-curves.ts'

interface Words {
  formatX: (value: number, span: number) => string
  formatY: (value: number) => string
}

/** The names of columns. */
export interface Heads {
  run: string
  x: string
  value: string
  points: string
  first: string
  latest: string
  least: string
  greatest: string
}

/** One value of each run. */
export const singleTable = (
  runs: readonly ChartRun[],
  metric: string,
  heads: Heads,
  words: Words,
): ChartTable => ({
  head: [heads.run, heads.value],
  rows: runs.map(({ name, latest }) => [name, words.formatY(toNumber(latest.get(metric)?.value))]),
})

/** Every point of a curve that stands alone. */
export const pointsTable = ({ x, y }: LineSeries, heads: Heads, words: Words): ChartTable => ({
  head: [heads.x, heads.value],
  rows: x.map((at, i) => [words.formatX(at, Number.POSITIVE_INFINITY), words.formatY(y[i] as number)]),
})

/** A line of each curve: where it starts and ends, and how far it reaches. */
export function summaryTable(
  series: readonly LineSeries[],
  curves: readonly Curve[],
  heads: Heads,
  words: Words,
) {
  const counts = new Map(curves.map(({ runId, count }) => [runId, count]))
  const head = [heads.run, heads.points, heads.first, heads.latest, heads.least, heads.greatest]
  const rows = series
    .filter(({ faint }) => !faint)
    .map(({ id, title, x, y }) => {
      const extent = extentOf(y)
      const values = [y[0], y.at(-1), extent?.min, extent?.max]
      const texts = values.map((value) => (value === undefined ? '' : words.formatY(value)))
      return [title, counts.get(id) ?? x.length, ...texts]
    })
  return { head, rows }
}
