export interface Section {
  /** What the names have in common up to the first slash; empty for those without one. */
  prefix: string
  keys: string[]
}

/** `layer 9` before `layer 10`; a collator compares thousands of names far sooner than a string does by itself. */
const byName = new Intl.Collator(undefined, { numeric: true }).compare

const NONE: ReadonlySet<string> = new Set()

/** Curves before single values, each by name. */
const byKind = (singles: ReadonlySet<string>) => (a: string, b: string) =>
  Number(singles.has(a)) - Number(singles.has(b)) || byName(a, b)

/**
 * Metrics by what stands before the first slash; those without one first, the machine's own last.
 * @param singles those that are one value in each run
 */
export function toSections(
  keys: readonly string[],
  order: readonly string[] = [],
  singles: ReadonlySet<string> = NONE,
): Section[] {
  const byPrefix = Map.groupBy(keys, (key) => key.slice(0, Math.max(0, key.indexOf('/'))))
  const places = new Map(order.map((key, place) => [key, place]))
  const byItself = byKind(singles)
  const placeOf = (key: string) => places.get(key) ?? order.length
  const compare = (a: string, b: string) => placeOf(a) - placeOf(b) || byItself(a, b)
  return [...byPrefix]
    .map(([prefix, keys]) => ({ prefix, keys: keys.toSorted(compare) }))
    .sort((a, b) => rank(a) - rank(b) || byName(a.prefix, b.prefix))
}

const SYSTEM = 'system'

const rank = ({ prefix }: Section) => (prefix === '' ? 0 : prefix === SYSTEM ? 2 : 1)

/** Above so many metrics only the first section is open by itself. */
const ALL_OPEN = 60

export function isOpen(section: Section, all: readonly Section[], turned: readonly string[] = []): boolean {
  const count = all.reduce((sum, { keys }) => sum + keys.length, 0)
  const byItself = section === all[0] || (count <= ALL_OPEN && section.prefix !== SYSTEM)
  return byItself !== turned.includes(section.prefix)
}

/** The address's order after a metric has been put before another of its section, or at its end. */
export function moved(
  order: readonly string[],
  section: readonly string[],
  key: string,
  before: string | undefined,
  singles: ReadonlySet<string> = NONE,
) {
  const rest = section.filter((other) => other !== key)
  const place = before === undefined ? rest.length : rest.indexOf(before)
  const next = rest.toSpliced(place, 0, key)
  // Behind the last that is not where it would be by itself nothing needs to be said.
  const byItself = section.toSorted(byKind(singles))
  const last = next.findLastIndex((other, at) => other !== byItself[at])
  return [...order.filter((other) => !section.includes(other)), ...next.slice(0, last + 1)]
}
