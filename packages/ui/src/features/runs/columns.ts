export const COLUMN_KINDS = ['attributes', 'metrics', 'params', 'tags'] as const
export type ColumnKind = (typeof COLUMN_KINDS)[number]

export interface Column {
  id: string
  kind: ColumnKind
  key: string
  width: number
}

interface Sort {
  id: string
  descending: boolean
}

/** The name column is always there and first, so it is not among these. */
export const ATTRIBUTES = {
  start_time: { width: 148, sortable: true },
  duration: { width: 118, sortable: false },
  user_id: { width: 104, sortable: true },
  source: { width: 140, sortable: false },
  status: { width: 112, sortable: true },
  end_time: { width: 148, sortable: true },
  run_id: { width: 280, sortable: true },
  experiment_id: { width: 150, sortable: false },
} as const
export type Attribute = keyof typeof ATTRIBUTES

const isAttribute = (key: string): key is Attribute => Object.hasOwn(ATTRIBUTES, key)

const KIND_WIDTHS: Record<Exclude<ColumnKind, 'attributes'>, number> = {
  metrics: 116,
  params: 132,
  tags: 140,
}
/** Useful before anyone chooses: who, when, and how long; the server adds a first taste of the results. */
export const DEFAULT_ATTRIBUTES = ['start_time', 'duration', 'user_id', 'source'].map(
  (key) => `attributes.${key}`,
)

/** Reads a column id as it stands in the address; an unknown one is dropped. */
export function parseColumn(id: string): Column | undefined {
  const dot = id.indexOf('.')
  const kind = COLUMN_KINDS.find((kind) => kind === id.slice(0, dot))
  const key = id.slice(dot + 1)
  if (!kind || key === '') return undefined
  if (kind !== 'attributes') return { id, kind, key, width: KIND_WIDTHS[kind] }
  return isAttribute(key) ? { id, kind, key, width: ATTRIBUTES[key].width } : undefined
}

export const isSortable = (column: Column): boolean =>
  column.kind !== 'attributes' || (isAttribute(column.key) && ATTRIBUTES[column.key].sortable)

function parseSort(text: string | undefined): Sort | undefined {
  if (!text) return undefined
  return text.startsWith('-') ? { id: text.slice(1), descending: true } : { id: text, descending: false }
}

/** A click on a header: largest first, then smallest first, then the server's own order. */
export function nextSort(text: string | undefined, id: string): string | undefined {
  const sort = parseSort(text)
  if (sort?.id !== id) return `-${id}`
  return sort.descending ? id : undefined
}

const quote = (key: string) => (key.includes('`') ? `"${key}"` : `\`${key}\``)

/** A filter's or an order's name for a column; keys may hold anything, so they are always quoted. */
export function searchName(id: string): string {
  const dot = id.indexOf('.')
  const kind = id.slice(0, dot)
  const key = id.slice(dot + 1)
  return kind === 'attributes' ? `attributes.${key}` : `${kind}.${quote(key)}`
}

export function orderBy(text: string | undefined): string[] {
  const sort = parseSort(text)
  return sort ? [`${searchName(sort.id)} ${sort.descending ? 'DESC' : 'ASC'}`] : []
}
