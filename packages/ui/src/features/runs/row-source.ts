import { isRun, type NestedRun, type TableRow } from './nest-runs.ts'
import { PAGE_SIZE } from './search-runs.ts'

/** The rows of a table of which only parts are loaded. */
export interface RowSource {
  readonly count: number
  /** Undefined while it is not loaded. */
  at(index: number): TableRow | undefined
  /** So many were read one after the other from the top; what is below may hold a run that slid down once more. */
  readonly near: number
  /** The place of a loaded run, -1 for others. */
  indexOf(id: string): number
  /** The number of the server's page that a row below the near ones is on. */
  pageAt(index: number): number
  /** All runs that are loaded, in order. */
  readonly loaded: readonly NestedRun[]
}

interface Parts {
  /** The rows from the top as far as they were read one after the other, children below their parents. */
  first: readonly TableRow[]
  /** How many pages of the server those are. */
  firstPages: number
  /** How many runs there are on all pages. */
  total: number
  /** Pages further down, by their number, children below their parents too. */
  pages: ReadonlyMap<number, readonly TableRow[]>
}

/** Browsers draw nothing that is taller than about 33 million pixels. */
const MOST_ROWS = 900_000

interface FarPage {
  page: number
  /** The index of its first row. */
  start: number
  rows: readonly TableRow[]
  /** How many rows more than runs of the server it and the far pages above it have. */
  extra: number
}

function placeFar({ first, firstPages, total, pages }: Parts): FarPage[] {
  let extra = 0
  return [...pages]
    .sort(([a], [b]) => a - b)
    .map(([page, rows]) => {
      const start = first.length + (page - firstPages) * PAGE_SIZE + extra
      extra += rows.length - Math.min(PAGE_SIZE, total - page * PAGE_SIZE)
      return { page, start, rows, extra }
    })
}

export function rowSource(parts: Parts): RowSource {
  const { first, firstPages, total } = parts
  const below = Math.max(0, total - firstPages * PAGE_SIZE)
  const far = placeFar(parts)
  /** The far page that a row is on, or the last one above it. */
  const farAt = (index: number) => far.findLast(({ start }) => start <= index)
  const loaded = [...first, ...far.flatMap(({ rows }) => rows)].filter(isRun)
  return {
    count: Math.min(first.length + below + (far.at(-1)?.extra ?? 0), MOST_ROWS),
    near: first.length,
    loaded,
    at(index) {
      if (index < first.length) return first[index]
      const page = farAt(index)
      return page?.rows[index - page.start]
    },
    pageAt(index) {
      const page = farAt(index)
      if (page && index < page.start + page.rows.length) return page.page
      return firstPages + Math.floor((index - first.length - (page?.extra ?? 0)) / PAGE_SIZE)
    },
    indexOf(id) {
      const near = first.findIndex((row) => row.id === id)
      if (near >= 0) return near
      for (const { start, rows } of far) {
        const place = rows.findIndex((row) => row.id === id)
        if (place >= 0) return start + place
      }
      return -1
    },
  }
}
