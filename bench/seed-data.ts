import { createHash } from 'node:crypto'

/** What the seeded runs look like, as pure functions of a run's number: loads know the right answer without a query. */

export const EXPERIMENT_ID = '1'
export const HISTORY_EXPERIMENT_ID = '2'
export const PARAMS = 10
export const METRICS = 10
export const TAGS = 5

const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]
const FIRST_START_MS = 1_700_000_000_000

/** Ids in no order, as MLflow's are: their place in an index says nothing about time. */
export function runId(index: number, kind: 'run' | 'bulk' | 'long' = 'run'): string {
  return createHash('md5').update(`${kind} ${index}`).digest('hex')
}

/** Every run starts at another millisecond: no order depends on a tie. */
export function startTime(index: number): number {
  return FIRST_START_MS + index * 1000
}

/** Spread evenly over 0 … 1 and different for every run: multiples of an irrational number. */
export function metricValue(index: number, metric: number): number {
  return (index * Math.sqrt(PRIMES[metric] ?? 2)) % 1
}

/** `p0` is a or b, `p1` one of three letters and so on. */
export function paramValue(index: number, param: number): string {
  return String.fromCharCode(97 + (Math.floor(index / 2) % (param + 2)))
}

export function runName(index: number): string {
  return `run-${index}`
}

export function tagValues(index: number): [key: string, value: string][] {
  return [
    ['mlflow.runName', runName(index)],
    ['mlflow.user', 'analyst'],
    ['mlflow.source.name', 'train.py'],
    ['mlflow.source.type', 'LOCAL'],
    ['team', index % 2 === 0 ? 'risk' : 'pricing'],
  ]
}

export function historyValue(run: number, step: number): number {
  return 1 / (1 + step / 100) + ((run * 7 + step * 13) % 97) / 1000
}

/** Numbers of the runs that match, newest first: the order of a search that asks for none. */
export function newestFirst(runs: number, matches: (index: number) => boolean = () => true): number[] {
  const found: number[] = []
  for (let index = runs - 1; index >= 0; index--) if (matches(index)) found.push(index)
  return found
}
