/** What a server shows, as `dump.py` prints it. */
export interface Shown {
  experiments: object[]
  by_name: object[]
  runs: ShownRun[]
  searched: ShownRun[]
  models: object[]
  /** Registered models first, then what else the registry has. */
  registered: [RegisteredModel[], ...unknown[]]
}

interface RegisteredModel {
  latest: { aliases: string[] }[]
}

interface ShownRun {
  latest: Point[]
  history: Record<string, Point[]>
}

interface Point {
  key: string
  value: string
  step: number
  timestamp: number
}

const LARGEST = '1.7976931348623157e+308'
const IN_TABLES: Readonly<Record<string, string>> = { inf: LARGEST, '-inf': `-${LARGEST}`, '-0.0': '0.0' }

/**
 * What MLflow shows of its file store, with what tables do to it: infinities are the largest numbers and zero has no sign, a history is in the
 * order of time, and its points do not say their run. A point of a dataset has lost its step in MLflow's reply, though not
 * in its file. The latest versions of a model show no aliases.
 */
export function asInTables(shown: Shown): Shown {
  const runs = (list: readonly ShownRun[]) =>
    list.map((run) => ({
      ...run,
      latest: run.latest.map(plainPoint).sort(inTime),
      history: Object.fromEntries(
        Object.entries(run.history).map(([key, points]) => [key, points.map(plainPoint).sort(inTime)]),
      ),
    }))
  return {
    ...shown,
    experiments: byText(shown.experiments),
    by_name: byText(shown.by_name),
    runs: byText(runs(shown.runs)),
    searched: byText(runs(shown.searched)),
    models: byText(shown.models),
    registered: [shown.registered[0].map(withoutAliases), ...shown.registered.slice(1)],
  }
}

function withoutAliases(model: RegisteredModel): RegisteredModel {
  return { ...model, latest: byText(model.latest.map((version) => ({ ...version, aliases: [] }))) }
}

/** Ids of experiments are texts to MLflow's file store, and have another order there. */
function byText<T>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

/** The one of a dataset, in fill.py. */
const OF_A_DATASET = 'auc'

function plainPoint({ key, value, step, timestamp }: Point): Point {
  return { key, value: IN_TABLES[value] ?? value, step: key === OF_A_DATASET ? 0 : step, timestamp }
}

function inTime(a: Point, b: Point): number {
  const order = [a.key.localeCompare(b.key), a.timestamp - b.timestamp, a.step - b.step]
  return order.find((difference) => difference !== 0) ?? a.value.localeCompare(b.value)
}
