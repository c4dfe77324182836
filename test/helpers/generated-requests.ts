import fc from 'fast-check'
import { ask, type Exchange, settled } from '../../packages/models/src/testing/exchanges.ts'

type Row = Record<string, unknown>
type Body = Record<string, unknown>

/** Values of a column that a model takes, or has to refuse. */
const number = fc.oneof(
  { weight: 6, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  { weight: 3, arbitrary: fc.double({ min: -100, max: 100, noNaN: true }) },
  { weight: 3, arbitrary: fc.integer() },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(null, true, '4.5', 'old', [1], { a: 1 }) },
)
const COLUMNS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  number,
  whole: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: -1000, max: 1000 }) },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(null, 1.5, 'x', 3_000_000_000) },
  ),
  flag: fc.oneof(
    { weight: 9, arbitrary: fc.boolean() },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(null, 1, 'yes') },
  ),
  text: fc.oneof(
    { weight: 9, arbitrary: fc.string({ unit: 'grapheme', maxLength: 6 }) },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(null, 5, ['a']) },
  ),
}

const PARAMS = fc.record(
  {
    t: fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.constant('hot')),
    names: fc.oneof(fc.array(fc.string({ maxLength: 3 }), { maxLength: 3 }), fc.constant('x')),
    n: fc.oneof(fc.integer(), fc.constant(1.5), fc.constant(null)),
    unknown: fc.integer(),
  },
  { requiredKeys: [] },
)

/** How rows are put into a request. */
const FORMATS: readonly ((rows: readonly Row[]) => Body)[] = [
  (rows) => ({ dataframe_records: rows }),
  (rows) => ({ inputs: rows }),
  (rows) => ({ instances: rows }),
  (rows) => {
    const columns = Object.keys(rows[0] ?? {})
    return { dataframe_split: { columns, data: rows.map((row) => columns.map((name) => row[name] ?? null)) } }
  },
  (rows) => {
    const names = Object.keys(rows[0] ?? {})
    return { inputs: Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name] ?? null)])) }
  },
]

export interface GeneratedModel {
  /** The kind of each column by its name. */
  columns: Readonly<Record<string, 'number' | 'whole' | 'flag' | 'text'>>
  hasParams: boolean
}

/** Requests to a model, the same for the same seed: most fit it, some lack a column or hold what it must refuse. */
export function generatedRequests(
  { columns, hasParams }: GeneratedModel,
  count: number,
  seed: number,
): Body[] {
  const values = Object.fromEntries(
    Object.entries(columns).map(([name, kind]) => [name, COLUMNS[kind] as typeof number]),
  )
  const whole = fc.record(values)
  const partial = fc.record(values, { requiredKeys: [] })
  const extra = fc.record({ ...values, extra: fc.integer() })
  const rows = fc.oneof(
    { weight: 12, arbitrary: fc.array(whole, { minLength: 1, maxLength: 4 }) },
    { weight: 1, arbitrary: fc.array(partial, { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.array(extra, { minLength: 1, maxLength: 3 }) },
  )
  const params = hasParams ? fc.option(PARAMS, { nil: undefined }) : fc.constant(undefined)
  const bodies = fc
    .tuple(rows, fc.constantFrom(...FORMATS), params)
    .map(([some, format, given]) => ({ ...format(some), ...(given && { params: given }) }))
  return fc.sample(bodies, { numRuns: count, seed })
}

/** At once on their way to each of two servers. */
const TOGETHER = 8

/** Asks two servers the same, and gives the requests that they answer differently. */
export async function unlikeAnswers(ports: readonly [number, number], bodies: readonly Body[]) {
  const unlike: { body: string; answers: unknown[] }[] = []
  const queue = bodies.map((body) => JSON.stringify(body))
  const work = async () => {
    for (let body = queue.pop(); body !== undefined; body = queue.pop()) {
      const exchange = { type: 'application/json', body } as Exchange
      const [ours, theirs] = await Promise.all(ports.map(async (port) => settled(await ask(port, exchange))))
      if (!isAlike(ours, theirs)) unlike.push({ body, answers: [ours, theirs] })
    }
  }
  await Promise.all(Array.from({ length: TOGETHER }, work))
  return unlike
}

/** Rows side by side are added up in another order than one by one: the last bits may differ. */
const BITS = 1e-12

function isAlike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a === 'number' && typeof b === 'number')
    return Math.abs(a - b) <= BITS * Math.max(Math.abs(a), Math.abs(b))
  if (typeof a === 'string' && typeof b === 'string') return inOrder(a) === inOrder(b) || isAlikeJson(a, b)
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const [ours, theirs] = [Object.entries(a), Object.entries(b)]
  return (
    ours.length === theirs.length &&
    ours.every(([name, value]) => isAlike(value, (b as Record<string, unknown>)[name]))
  )
}

/** The parameters that are refused stand in a set of Python's, whose order is another in each process. */
function inOrder(message: string): string {
  return message.replace(/(Invalid parameters found: )\{(.*)\}$/s, (_, head: string, set: string) => {
    return `${head}{${set
      .split(/(?<=\)), (?=\()/)
      .sort()
      .join(', ')}}`
  })
}

function isAlikeJson(a: string, b: string): boolean {
  try {
    return isAlike(JSON.parse(a), JSON.parse(b))
  } catch {
    return false
  }
}
