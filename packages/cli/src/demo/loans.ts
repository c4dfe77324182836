import type { Loan } from '../../demo/model/index.js'
import { type Random, shuffled } from './random.ts'

/** Loans and how they ended: 1 for one that was not paid back. */
export interface Loans {
  readonly name: string
  readonly source: string
  readonly numeric: readonly string[]
  readonly categorical: readonly string[]
  readonly rows: readonly Loan[]
  readonly bad: Uint8Array
}

/** The German credit data, whose origin german-credit.json tells. */
export async function readGermanCredit(): Promise<Loans> {
  const { default: data } = await import('./german-credit.json', { with: { type: 'json' } })
  const columns = data.columns as readonly { name: string; levels?: readonly string[] }[]
  const loanOf = (row: readonly number[]): Loan =>
    Object.fromEntries(columns.map(({ name, levels }, at) => [name, levels?.[row[at] ?? 0] ?? row[at] ?? 0]))
  return {
    name: 'german-credit',
    source: data.source,
    numeric: columns.filter(({ levels }) => !levels).map(({ name }) => name),
    categorical: columns.filter(({ levels }) => levels).map(({ name }) => name),
    rows: data.rows.map(loanOf),
    bad: Uint8Array.from(data.rows, (row) => row.at(-1) ?? 0),
  }
}

/** Some of the loans. */
export function take(loans: Loans, indexes: readonly number[]): Loans {
  return {
    ...loans,
    rows: indexes.map((index) => loans.rows[index] as Loan),
    bad: Uint8Array.from(indexes, (index) => loans.bad[index] ?? 0),
  }
}

/** In `parts` parts, each with as many of the bad ones as the others. */
export function stratify({ bad }: Loans, parts: number, random: Random): number[][] {
  const found: number[][] = Array.from({ length: parts }, () => [])
  for (const outcome of [0, 1]) {
    const indexes = Array.from(bad.keys()).filter((index) => bad[index] === outcome)
    for (const [place, index] of shuffled(indexes, random).entries()) found[place % parts]?.push(index)
  }
  return found.map((part) => part.sort((a, b) => a - b))
}

export function asCsv({ numeric, categorical, rows, bad }: Loans): string {
  const columns = [...categorical, ...numeric]
  const cell = (value: string | number | undefined) =>
    /[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value)
  const lines = rows.map((row, index) => [...columns.map((name) => cell(row[name])), bad[index]].join(','))
  return `${[...columns, 'bad'].join(',')}\n${lines.join('\n')}\n`
}
