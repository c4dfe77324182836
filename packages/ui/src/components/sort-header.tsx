// biome-ignore-all lint/a11y/useSemanticElements: rows drawn out of the flow cannot be a table element
// biome-ignore-all lint/a11y/useFocusableInteractive: cells and headers hold what can be focused
import type { HTMLAttributes, ReactNode } from 'react'
import { Icon } from './icon.tsx'
import css from './sort-header.module.css'

interface Props extends Omit<HTMLAttributes<HTMLSpanElement>, 'id'> {
  /** What is sorted by. */
  id: string
  label: string
  sort: string | undefined
  onSort: (sort: string | undefined) => void
  align?: 'start' | 'end'
  /** What else stands in the header, in front of the button. */
  before?: ReactNode
  /** Where the first click leads; numbers are best read largest first. */
  next?: (sort: string | undefined, id: string) => string | undefined
}

const ascendingFirst = (sort: string | undefined, id: string) =>
  sort === id ? `-${id}` : sort === `-${id}` ? undefined : id

const ARIA_SORT = { up: 'ascending', down: 'descending' } as const

export function SortHeader({
  id,
  label,
  sort,
  onSort,
  align = 'start',
  before,
  next = ascendingFirst,
  className = '',
  ...rest
}: Props) {
  const arrow = sort === id ? 'up' : sort === `-${id}` ? 'down' : undefined
  return (
    <span
      {...rest}
      role="columnheader"
      aria-sort={arrow ? ARIA_SORT[arrow] : 'none'}
      className={`${css.header} ${className}`}
    >
      {before}
      <button
        type="button"
        className={`${css.button} ${css[align]}`}
        title={label}
        onClick={() => onSort(next(sort, id))}
      >
        <span className={css.label}>{label}</span>
        {arrow && <Icon name={arrow} size={12} />}
      </button>
    </span>
  )
}
