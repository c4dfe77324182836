export interface DiffCell {
  before: string | undefined
  after: string | undefined
}

/** Two tables cell by cell, as far as the longer row and the longer table go. */
export function diffRows(before: readonly string[][], after: readonly string[][]): DiffCell[][] {
  return Array.from({ length: Math.max(before.length, after.length) }, (_, row) => {
    const [old = [], now = []] = [before[row], after[row]]
    return Array.from({ length: Math.max(old.length, now.length) }, (_, column) => ({
      before: old[column],
      after: now[column],
    }))
  })
}

export const isChanged = ({ before, after }: DiffCell): boolean => before !== after
