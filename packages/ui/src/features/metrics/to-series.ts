import type { LineSeries } from '../../charts/lines-plot.ts'
import { colorAt } from '../../charts/palette.ts'
import type { ChartRun } from './chart-run.ts'
import type { Curve, GroupCurve } from './get-curves.ts'

/** Runs that are shown as one. */
export interface Group {
  /** What they share. */
  name: string
  /** Among the groups in the order of their names, for its colour. */
  place: number
}

/** The group of each run, by the run's id. */
export type Groups = ReadonlyMap<string, Group>

/** Lines for the curves of runs; where they are smoothed, what was logged stays behind them. */
export function runSeries(curves: readonly Curve[], runs: readonly ChartRun[]): LineSeries[] {
  const byId = new Map(curves.map((curve) => [curve.runId, curve]))
  return runs.flatMap(({ id, name, color }) => {
    const curve = byId.get(id)
    if (!curve) return []
    const line = { id, title: name, color, x: curve.x, y: curve.s ?? curve.y }
    return curve.s ? [{ ...line, y: curve.y, faint: true }, line] : [line]
  })
}

/** Lines for the means of groups, in the order of their names. */
export function groupSeries(curves: readonly GroupCurve[], groups: Groups, dark: boolean): LineSeries[] {
  const placeOf = new Map([...groups.values()].map(({ name, place }) => [name, place]))
  return curves
    .map((curve) => ({ ...curve, place: placeOf.get(curve.name) ?? 0 }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ name, place, runs, x, y, low, high }) => ({
      id: name,
      title: `${name || '–'} (${runs})`,
      color: colorAt(place, dark),
      x,
      y,
      band: { low, high },
    }))
}
