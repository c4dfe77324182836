/**
 * What the table of runs is of: the id of an experiment, or those of several with commas between. One text, so that it is a
 * part of the address and a key of what is known; ids hold no commas.
 */
const BETWEEN = ','

export const idsOf = (scope: string): string[] => scope.split(BETWEEN).filter(Boolean)

/** In an order of its own: the same experiments are the same table, however they were chosen. */
export const scopeOf = (ids: Iterable<string>): string =>
  [...new Set(ids)].sort((a, b) => a.length - b.length || (a < b ? -1 : 1)).join(BETWEEN)

/** Whether it is of more than one experiment. */
export const isWide = (scope: string): boolean => scope.includes(BETWEEN)
