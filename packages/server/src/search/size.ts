import { invalidParameter } from '@millrace/contract'

interface Compared {
  readonly type: string
  readonly key: string
}

/**
 * What every database answers in about a second. SQLite nests expressions 1,000 deep; each look-up joins a table, of
 * which MariaDB takes 61 (MLflow on SQLite: 63), a data set joins three; PostgreSQL plans 60 look-ups in a second and
 * 200 in half a minute, MariaDB 60 data sets in more than a minute.
 */
const MOST: readonly (readonly [what: string, most: number, counts: (compared: Compared) => boolean])[] = [
  ['comparisons', 900, () => true],
  ['comparisons of data sets', 10, ({ type }) => type === 'dataset'],
  [
    'comparisons of metrics, params, tags and run names',
    60,
    // Names of runs are looked up as tags.
    ({ type, key }) => type !== 'dataset' && (type !== 'attribute' || key === 'run_name'),
  ],
]

const KEYS_OF_ORDER = 60

export function assertFilterSize(comparisons: readonly Compared[]): void {
  for (const [what, most, counts] of MOST) {
    const count = comparisons.filter(counts).length
    if (count > most) throw invalidParameter(`The filter has ${count} ${what}; at most ${most} are allowed.`)
  }
}

export function assertOrderSize(orderBy: readonly unknown[]): void {
  if (orderBy.length <= KEYS_OF_ORDER) return
  throw invalidParameter(`The order_by has ${orderBy.length} keys; at most ${KEYS_OF_ORDER} are allowed.`)
}
