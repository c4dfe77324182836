// biome-ignore-all lint/a11y/useSemanticElements: rows drawn out of the flow cannot be a table element
// biome-ignore-all lint/a11y/useFocusableInteractive: cells and headers hold what can be focused
import { useNavigate } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react'
import { SortHeader } from '../../components/sort-header.tsx'
import { useText } from '../../i18n/index.ts'
import { type Column, isSortable, nextSort } from './columns.ts'
import type { NestedRun } from './nest-runs.ts'
import { RunRow } from './run-row.tsx'
import css from './runs-table.module.css'
import { useColumnLabel } from './use-column-label.ts'

export const RUN_ROW_HEIGHT = 36
const LOAD_AHEAD_ROWS = 30

interface Props {
  experimentId: string
  rows: NestedRun[]
  columns: Column[]
  sort: string | undefined
  onSort: (sort: string | undefined) => void
  collapsed: ReadonlySet<string>
  onToggle: (id: string) => void
  onEnd: () => void
  busy: boolean
  complete: boolean
  scroller: RefObject<HTMLDivElement | null>
}

const STEPS: Record<string, number> = {
  ArrowDown: 1,
  j: 1,
  ArrowUp: -1,
  k: -1,
  PageDown: 15,
  PageUp: -15,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
}

const rowId = (id: string) => `run-${id}`

export function RunsTable(props: Props) {
  const { experimentId, rows, columns, sort, onSort, collapsed, onToggle, onEnd, busy, complete, scroller } =
    props
  const { t } = useText()
  const navigate = useNavigate()
  const columnLabel = useColumnLabel()
  const [activeId, setActiveId] = useState<string>()
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => RUN_ROW_HEIGHT,
    // The header row stands in the same scroller.
    scrollPaddingStart: RUN_ROW_HEIGHT,
    paddingStart: RUN_ROW_HEIGHT,
    overscan: 12,
  })
  const visible = virtual.getVirtualItems()
  const last = visible.at(-1)?.index ?? 0

  useEffect(() => {
    if (last >= rows.length - LOAD_AHEAD_ROWS) onEnd()
  }, [last, rows.length, onEnd])

  useTableKeys(scroller)

  const move = (step: number) => {
    const at = rows.findIndex(({ id }) => id === activeId)
    const index = Math.max(0, Math.min(rows.length - 1, at + step))
    setActiveId(rows[index]?.id)
    virtual.scrollToIndex(index)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== scroller.current || event.ctrlKey || event.metaKey || event.altKey) return
    const active = rows.find(({ id }) => id === activeId)
    const step = STEPS[event.key]
    if (step !== undefined) move(step)
    else if (event.key === 'Enter' && active)
      void navigate({
        to: '/experiments/$experimentId/runs/$runId/$',
        params: { experimentId, runId: active.id },
      })
    else if (event.key === 'Escape') setActiveId(undefined)
    else if (
      active &&
      active.childCount > 0 &&
      event.key === (collapsed.has(active.id) ? 'ArrowRight' : 'ArrowLeft')
    )
      onToggle(active.id)
    else return
    event.preventDefault()
  }

  const template = `var(--name-width) ${columns.map(({ width }) => `${width}px`).join(' ')} 1fr`
  const activeIsDrawn = visible.some(({ index }) => rows[index]?.id === activeId)

  return (
    <div
      ref={scroller}
      role="treegrid"
      tabIndex={0}
      aria-label={t('runs.table')}
      aria-rowcount={complete ? rows.length + 1 : -1}
      aria-colcount={columns.length + 1}
      aria-busy={busy}
      aria-activedescendant={activeId && activeIsDrawn ? rowId(activeId) : undefined}
      className={`${css.scroller} ${busy ? css.busy : ''}`}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className={css.canvas} style={{ height: virtual.getTotalSize() }}>
        <div
          role="row"
          aria-rowindex={1}
          className={`${css.row} ${css.head}`}
          style={{ gridTemplateColumns: template }}
        >
          <SortHeader
            id="attributes.run_name"
            label={t('field.name')}
            sort={sort}
            onSort={onSort}
            className={`${css.name} ${css.headName}`}
          />
          {columns.map((column) =>
            isSortable(column) ? (
              <SortHeader
                key={column.id}
                id={column.id}
                label={columnLabel(column)}
                sort={sort}
                onSort={onSort}
                next={nextSort}
                align={column.kind === 'metrics' ? 'end' : 'start'}
              />
            ) : (
              <span key={column.id} role="columnheader" className={css.cell}>
                {columnLabel(column)}
              </span>
            ),
          )}
        </div>
        {visible.map(({ index, start }) => {
          const row = rows[index]
          return (
            row && (
              <RunRow
                key={row.id}
                domId={rowId(row.id)}
                row={row}
                index={index}
                columns={columns}
                experimentId={experimentId}
                active={row.id === activeId}
                open={!collapsed.has(row.id)}
                onToggle={onToggle}
                onActivate={setActiveId}
                top={start}
                template={template}
              />
            )
          )
        })}
      </div>
    </div>
  )
}

const OWN_KEYS = 'input, textarea, select, dialog, [popover], [role=treegrid]'

/** `j` and `k` start walking the table from anywhere on the page. */
function useTableKeys(table: RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const focus = ({ key, target }: globalThis.KeyboardEvent) => {
      if ((key === 'j' || key === 'k') && target instanceof Element && !target.closest(OWN_KEYS))
        table.current?.focus()
    }
    document.addEventListener('keydown', focus)
    return () => document.removeEventListener('keydown', focus)
  }, [table])
}
