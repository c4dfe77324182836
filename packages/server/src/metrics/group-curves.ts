import type { MetricGroup } from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import { MovingAverage } from './curve-thinner.ts'
import { distances, rounding } from './curve-wire.ts'
import { type Curves, columnOf } from './curves.ts'
import { GroupMean } from './group-mean.ts'
import { readCurves, readExtents } from './read-curves.ts'

/** The name of each run's group. */
export type Grouped = Readonly<Record<string, string>>

interface Group {
  name: string
  key: string
  runs: number
  /** The part of the axis that its curves reach over together. */
  min: number
  max: number
}

/** The means of groups, over all points of all their curves. */
export async function groupTexts(db: Executor, asked: Curves, names: Grouped): Promise<readonly string[]> {
  const column = columnOf(asked.axis)
  const extents = await readExtents(db, { ...asked, column })
  const isRelative = asked.axis === 'relative'
  const groups = new Map<string, Group>()
  const origins = new Map<string, number>()
  const idOf = (run: string, key: string) => JSON.stringify([names[run] ?? '', key])
  for (const { run_id, metric_key: key, least, greatest } of extents) {
    const origin = isRelative ? least : 0
    origins.set(`${run_id} ${key}`, origin)
    const id = idOf(run_id, key)
    const { runs, min, max } = groups.get(id) ?? { runs: 0, min: Infinity, max: -Infinity }
    groups.set(id, {
      name: names[run_id] ?? '',
      key,
      runs: runs + 1,
      min: Math.min(min, least - origin),
      max: Math.max(max, greatest - origin),
    })
  }
  const means = new Map([...groups].map(([id, group]) => [id, meanOf(group, asked)]))
  for await (const curve of readCurves(db, { ...asked, column })) {
    const read = means.get(idOf(curve.run_id, curve.key))?.reader()
    const origin = origins.get(`${curve.run_id} ${curve.key}`) ?? 0
    const average = new MovingAverage(asked.weight)
    for await (const { x, y } of curve.portions())
      for (let i = 0; i < x.length; i++) read?.((x[i] as number) - origin, average.add(y[i] as number))
  }
  const texts = [...groups].map(([id, group]) => groupText(group, means.get(id)))
  return [`{"curves":[],"groups":[${texts.join(',')}]}`]
}

const meanOf = ({ min, max }: Group, { from, to }: Curves) =>
  new GroupMean(Math.max(min, from), Math.min(max, to))

function groupText({ name, key, runs }: Group, mean: GroupMean | undefined): string {
  const { x, y, low, high } = mean?.finish() ?? { x: [], y: [], low: [], high: [] }
  const round = rounding([...low, ...high])
  const group: MetricGroup = {
    name,
    key,
    runs,
    dx: distances(x, 0),
    y: y.map(round),
    low: low.map(round),
    high: high.map(round),
  }
  return JSON.stringify(group)
}
