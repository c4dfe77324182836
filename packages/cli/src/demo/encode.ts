import { type Column, featuresOf } from '../../demo/model/index.js'
import type { Loans } from './loans.ts'

/** A loan's features in a row after the other: what training loops over. */
export interface Matrix {
  readonly rows: number
  readonly width: number
  readonly data: Float64Array
}

export function encode(columns: readonly Column[], { rows }: Loans): Matrix {
  const width = rows[0] ? featuresOf(columns, rows[0]).length : 0
  const data = new Float64Array(rows.length * width)
  for (const [at, row] of rows.entries()) data.set(featuresOf(columns, row), at * width)
  return { rows: rows.length, width, data }
}

/** Numbers by their deviations, a feature for each level of the rest. */
export function asNumbersAndLevels(loans: Loans): Column[] {
  return [
    ...loans.numeric.map((name) => scaled(name, loans)),
    ...loans.categorical.map((name): Column => ({ kind: 'levels', name, levels: levelsOf(name, loans) })),
  ]
}

/** As scorecards have it: each bin and each level by its weight of evidence. */
export function asEvidence(loans: Loans, bins: number): Column[] {
  const numbers = loans.numeric.map((name): Column => {
    const edges = quantiles(
      loans.rows.map((row) => Number(row[name])),
      bins,
    )
    const values = evidence(
      loans,
      edges.length + 1,
      (row) => edges.filter((edge) => Number(row[name]) > edge).length,
    )
    return { kind: 'bin', name, edges, values }
  })
  return [...numbers, ...loans.categorical.map((name) => levelEvidence(name, loans))]
}

/** As trees take it: numbers as they are, levels in the order of their weight of evidence. */
export function asOrders(loans: Loans): Column[] {
  const numbers = loans.numeric.map((name): Column => ({ kind: 'number', name, mean: 0, deviation: 1 }))
  return [...numbers, ...loans.categorical.map((name) => levelEvidence(name, loans))]
}

function levelEvidence(name: string, loans: Loans): Column {
  const levels = levelsOf(name, loans)
  const values = evidence(loans, levels.length, (row) => levels.indexOf(String(row[name])))
  return {
    kind: 'level',
    name,
    values: Object.fromEntries(levels.map((level, at) => [level, values[at] ?? 0])),
  }
}

/** How much more of the good than of the bad fall into a bin; half a loan is added, so that none is empty. */
function evidence(
  { rows, bad }: Loans,
  bins: number,
  binOf: (row: Loans['rows'][number]) => number,
): number[] {
  const counts = Array.from({ length: bins }, () => ({ good: 0.5, bad: 0.5 }))
  const totals = { good: 0.5 * bins, bad: 0.5 * bins }
  for (const [index, row] of rows.entries()) {
    const outcome = bad[index] ? 'bad' : 'good'
    totals[outcome]++
    const bin = counts[binOf(row)]
    if (bin) bin[outcome]++
  }
  return counts.map((bin) => Math.log(bin.good / totals.good / (bin.bad / totals.bad)))
}

function scaled(name: string, { rows }: Loans): Column {
  const values = rows.map((row) => Number(row[name]))
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return { kind: 'number', name, mean, deviation: Math.sqrt(variance) || 1 }
}

function quantiles(values: readonly number[], bins: number): number[] {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (part: number) => sorted[Math.ceil(part * sorted.length) - 1] ?? 0
  const edges = Array.from({ length: bins - 1 }, (_, bin) => at((bin + 1) / bins))
  return [...new Set(edges)].filter((edge) => edge < (sorted.at(-1) ?? 0))
}

function levelsOf(name: string, { rows }: Loans): string[] {
  return [...new Set(rows.map((row) => String(row[name])))].sort()
}
