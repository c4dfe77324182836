import { DROPPED_COLUMNS, DROPPED_INDEXES, RENAMED_COLUMNS } from './history.ts'

/** Parts of a table by name (those without one: by definition), each defined in its database's words. */
type Parts = ReadonlyMap<string, string>

export interface TableShape {
  readonly column: Parts
  /** Keys, checks and references. */
  readonly constraint: Parts
  readonly index: Parts
  readonly trigger: Parts
}

/** A schema by table: what is there, or what must be. Read by the same code, so that equal things read equal. */
export type Shape = ReadonlyMap<string, TableShape>

type Part = keyof TableShape

const PARTS: readonly Part[] = ['column', 'constraint', 'index', 'trigger']

export interface Difference {
  readonly table: string
  readonly part: Part | 'table'
  readonly name: string
  /** Undefined: it is missing. */
  readonly is: string | undefined
  /** Undefined: it must go. */
  readonly must: string | undefined
}

/** What must change in `is` to make it `must`. Tables, columns, indexes and triggers of a user's own may stay. */
export function differences(is: Shape, must: Shape): Difference[] {
  return [...must].flatMap(([table, wanted]) => {
    const there = is.get(table)
    if (there === undefined) return [{ table, part: 'table', name: table, is: undefined, must: '' } as const]
    return PARTS.flatMap((part) => partDifferences(table, part, there[part], wanted[part]))
  })
}

function partDifferences(table: string, part: Part, is: Parts, must: Parts): Difference[] {
  const wanted = [...must]
    .filter(([name, definition]) => is.get(name) !== definition)
    .map(([name, definition]) => ({ table, part, name, is: is.get(name), must: definition }))
  const gone = [...is]
    .filter(([name]) => !must.has(name) && mustGo(table, part, name))
    .map(([name, definition]) => ({ table, part, name, is: definition, must: undefined }))
  return [...wanted, ...gone]
}

function mustGo(table: string, part: Part, name: string): boolean {
  if (part === 'column') return DROPPED_COLUMNS[table]?.includes(name) ?? false
  if (part === 'index') return DROPPED_INDEXES.has(name)
  return part === 'constraint'
}

/** A schema once its columns have the names of today. */
export function renamedColumns(shape: Shape): Shape {
  return new Map(
    [...shape].map(([table, parts]) => {
      const names = RENAMED_COLUMNS[table] ?? {}
      const column = new Map([...parts.column].map(([name, definition]) => [names[name] ?? name, definition]))
      return [table, { ...parts, column }]
    }),
  )
}

/** A difference in a sentence, for a person. */
export function describeDifference({ table, part, name, is, must }: Difference): string {
  if (part === 'table') return `table ${table} is missing`
  const what = `${part} ${name} of table ${table}`
  if (is === undefined) return `${what} is missing`
  if (must === undefined) return `${what} is one that MLflow gave up`
  return `${what} is ${is}; it must be ${must}`
}
