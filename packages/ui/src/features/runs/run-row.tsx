// biome-ignore-all lint/a11y/useSemanticElements: rows drawn out of the flow cannot be a table element
// biome-ignore-all lint/a11y/useFocusableInteractive: cells and headers hold what can be focused
import { memo } from 'react'
import { runHref } from '../../app/run-href.ts'
import { Icon } from '../../components/icon.tsx'
import { TimeAgo, useNow } from '../../components/time-ago.tsx'
import { useText } from '../../i18n/index.ts'
import type { Column } from './columns.ts'
import type { NestedRun } from './nest-runs.ts'
import { StatusMark } from './run-status.tsx'
import { cellText } from './run-values.ts'
import css from './runs-table.module.css'

interface Props {
  domId: string
  row: NestedRun
  index: number
  columns: Column[]
  experimentId: string
  active: boolean
  open: boolean
  onToggle: (id: string) => void
  onActivate: (id: string) => void
  top: number
  /** The grid's column widths. */
  template: string
}

/** Remembered, so that a scroll step only draws the rows it brings. */
export const RunRow = memo(function RunRow(props: Props) {
  const { domId, row, index, columns, active, onActivate, top, template, ...name } = props
  const { childCount, depth, id } = row
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the grid
    <div
      id={domId}
      role="row"
      aria-rowindex={index + 2}
      aria-level={depth + 1}
      aria-expanded={childCount > 0 ? name.open : undefined}
      aria-selected={active}
      className={`${css.row} ${css.item} ${active ? css.active : ''}`}
      style={{ transform: `translateY(${top}px)`, gridTemplateColumns: template }}
      onClick={() => onActivate(id)}
    >
      <NameCell row={row} {...name} />
      {columns.map((column) => (
        <Cell key={column.id} row={row} column={column} />
      ))}
    </div>
  )
})

type NameProps = Pick<Props, 'row' | 'experimentId' | 'open' | 'onToggle'>

function NameCell({ row: { run, id, depth, childCount, orphan }, experimentId, open, onToggle }: NameProps) {
  const { t } = useText()
  const name = run.info?.run_name || id
  return (
    <span role="gridcell" className={css.name} style={{ paddingLeft: 8 + depth * 18 }}>
      {childCount > 0 ? (
        <button
          type="button"
          tabIndex={-1}
          className={`${css.toggle} ${open ? css.open : ''}`}
          aria-label={t('runs.children', { count: childCount })}
          title={t('runs.children', { count: childCount })}
          onClick={() => onToggle(id)}
        >
          <Icon name="chevron" size={12} />
        </button>
      ) : (
        <span className={css.toggle} title={orphan ? t('runs.isChild') : undefined}>
          {orphan && <Icon name="child" size={12} />}
        </span>
      )}
      <StatusMark status={run.info?.status} />
      <a href={runHref(experimentId, id)} tabIndex={-1} title={name} className={css.link}>
        {name}
      </a>
    </span>
  )
}

const TIMES = new Set(['attributes.start_time', 'attributes.end_time'])

function Cell({ row: { run }, column }: { row: NestedRun; column: Column }) {
  const { t, locale } = useText()
  const now = useNow()
  if (TIMES.has(column.id)) {
    const time = run.info?.[column.key as 'start_time' | 'end_time']
    return (
      <span role="gridcell" className={css.cell}>
        <TimeAgo time={time} />
      </span>
    )
  }
  const { text, full } = cellText(run, column, { t, locale, now })
  return (
    <span role="gridcell" className={column.kind === 'metrics' ? css.number : css.cell} title={full}>
      {text}
    </span>
  )
}
