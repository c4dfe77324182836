import type { KeyCount, RunKeysResponse } from '@millrace/contract'
import { isOwn } from '../tags/own-tags.ts'
import { ATTRIBUTES, COLUMN_KINDS, type Column, type ColumnKind, parseColumn } from './columns.ts'

/** A line of the columns' list: a column, or the title over those of a kind. */
export interface ListedColumn {
  kind: ColumnKind
  id: string
  /** Missing on a title. */
  label?: string
  /** How many of the runs that were looked at have it. */
  runs?: number | undefined
}

export function listColumns(
  keys: RunKeysResponse | undefined,
  wanted: string,
  labelOf: (column: Column) => string,
): ListedColumn[] {
  return COLUMN_KINDS.flatMap((kind) => {
    const found =
      kind === 'attributes' ? attributes(wanted, labelOf) : keyed(kind, keys?.[kind] ?? [], wanted)
    return found.length > 0 ? [{ kind, id: `title ${kind}` }, ...found] : []
  })
}

function attributes(wanted: string, labelOf: (column: Column) => string): ListedColumn[] {
  return Object.keys(ATTRIBUTES)
    .map((key) => parseColumn(`attributes.${key}`))
    .filter((column) => column !== undefined)
    .map((column) => ({ kind: column.kind, id: column.id, label: labelOf(column) }))
    .filter(({ label }) => label.toLowerCase().includes(wanted.toLowerCase()))
}

function keyed(kind: ColumnKind, keys: KeyCount[], wanted: string): ListedColumn[] {
  return (
    keys
      // Bookkeeping is found by those who look for it.
      .filter((entry) => wanted !== '' || kind !== 'tags' || isOwn(entry))
      .map(({ key, runs }) => ({ kind, id: `${kind}.${key}`, label: key, runs }))
  )
}
