import { createHash } from 'node:crypto'
import type { NewDataset } from '@millrace/sdk'
import { asCsv, type Loans, readGermanCredit, stratify, take } from './loans.ts'
import { randomFrom } from './random.ts'

export const SEED = 7
const TENTHS_FOR_TEST = 3

/** The loans of the story: those to learn from, and those kept for the test. */
export interface Split {
  readonly train: Loans
  readonly test: Loans
}

export async function splitLoans(): Promise<Split> {
  const loans = await readGermanCredit()
  const tenths = stratify(loans, 10, randomFrom(SEED))
  return {
    train: take(loans, tenths.slice(TENTHS_FOR_TEST).flat()),
    test: take(loans, tenths.slice(0, TENTHS_FOR_TEST).flat()),
  }
}

type LoanDataset = NewDataset & { readonly name: string; readonly digest: string }

/** Every run logs the same two, and to digest one takes longer than to log it. */
const made = new WeakMap<Loans, LoanDataset>()

/** As runs log it. */
export function datasetOf(loans: Loans): LoanDataset {
  const dataset = made.get(loans) ?? describe(loans)
  made.set(loans, dataset)
  return dataset
}

function describe(loans: Loans): LoanDataset {
  const { name, source, numeric, categorical, rows } = loans
  const columns = [
    ...categorical.map((column) => ({ type: 'string', name: column, required: true })),
    ...numeric.map((column) => ({ type: 'long', name: column, required: true })),
    { type: 'long', name: 'bad', required: true },
  ]
  return {
    name,
    source,
    digest: createHash('sha256').update(asCsv(loans)).digest('hex').slice(0, 8),
    schema: { mlflow_colspec: columns },
    profile: { num_rows: rows.length, num_elements: rows.length * columns.length },
  }
}
