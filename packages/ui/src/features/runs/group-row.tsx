// biome-ignore-all lint/a11y/useSemanticElements: rows drawn out of the flow cannot be a table element
// biome-ignore-all lint/a11y/useFocusableInteractive: cells and headers hold what can be focused
import type { GroupMetric, RunGroup } from '@millrace/contract'
import { Fragment } from 'react'
import { Button } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { formatMetric } from '../../i18n/format.ts'
import { useRunsText } from '../../i18n/runs.ts'
import css from './group-table.module.css'
import { type PlacedColumn, pinStyle } from './place-columns.ts'
import table from './runs-table.module.css'

const RANGE_DIGITS = 3

interface Props {
  domId: string
  group: RunGroup
  /** What the runs were grouped by, in words. */
  titles: string[]
  index: number
  columns: PlacedColumn[]
  active: boolean
  open: boolean
  /** Missing where the group cannot be opened. */
  onToggle: (() => void) | undefined
  top: number
  template: string
}

/** Runs that have the same; what their metrics come to stands in the metrics' columns. */
export function GroupRow(props: Props) {
  const { domId, group, titles, index, columns, active, open, onToggle, top, template } = props
  const { t } = useRunsText()
  const values = group.values.map((value, i) => ({ title: titles[i] ?? '', text: value ?? t('group.none') }))
  const name = values.map(({ title, text }) => `${title}: ${text}`).join(' · ')
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the grid
    <div
      id={domId}
      role="row"
      aria-rowindex={index + 2}
      aria-level={1}
      aria-expanded={onToggle && open}
      className={`${table.row} ${table.item} ${css.group} ${active ? table.active : ''}`}
      style={{ transform: `translateY(${top}px)`, gridTemplateColumns: template }}
      onClick={onToggle}
    >
      <span role="gridcell" className={table.name}>
        <span className={`${table.toggle} ${open ? table.open : ''}`}>
          {onToggle && <Icon name="chevron" size={12} />}
        </span>
        <span className={css.values} title={name}>
          {values.map(({ title, text }) => (
            <Fragment key={title}>
              <small>{title}</small> <bdi>{text}</bdi>{' '}
            </Fragment>
          ))}
        </span>
        <span className={css.runs}>{t('runs.count', { count: group.runs })}</span>
      </span>
      {columns.map((column) => (
        <Mean
          key={column.id}
          column={column}
          metric={column.kind === 'metrics' ? group.metrics.find(({ key }) => key === column.key) : undefined}
        />
      ))}
    </div>
  )
}

function Mean({ column, metric }: { column: PlacedColumn; metric: GroupMetric | undefined }) {
  const { t, locale } = useRunsText()
  const pin = column.pinnedAt === undefined ? '' : table.pinned
  if (!metric || metric.count === 0)
    return <span role="gridcell" className={`${table.cell} ${pin}`} style={pinStyle(column)} />
  const text = (value: number | undefined) => formatMetric(value, locale)
  const { mean, min, max, count } = metric
  return (
    <span
      role="gridcell"
      className={`${table.number} ${pin}`}
      style={pinStyle(column)}
      title={t('group.metric', { mean: text(mean), min: text(min), max: text(max), count })}
    >
      {text(mean) || '–'}
      <small className={css.range}>
        {formatMetric(min, locale, RANGE_DIGITS)} … {formatMetric(max, locale, RANGE_DIGITS)}
      </small>
    </span>
  )
}

interface MoreProps {
  index: number
  top: number
  onOpen: () => void
  children: string
}

/** Leads to the rest of an open group. */
export function MoreRow({ index, top, onOpen, children }: MoreProps) {
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-level={2}
      className={`${table.row} ${table.item}`}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="gridcell" className={css.more}>
        <Button tone="quiet" tabIndex={-1} onClick={onOpen}>
          {children}
        </Button>
      </span>
    </div>
  )
}
