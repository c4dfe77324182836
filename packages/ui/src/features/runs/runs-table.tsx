// biome-ignore-all lint/a11y/useSemanticElements: rows drawn out of the flow cannot be a table element
import { useNavigate } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useCallback, useEffect, useMemo, useRef } from 'react'
import { fillsWindow, useIsPainted } from '../../components/first-frame.ts'
import { useText } from '../../i18n/index.ts'
import type { ColumnChoice } from './arrange-columns.ts'
import { ChildrenPlaceRow } from './children-place-row.tsx'
import { isRun } from './nest-runs.ts'
import { gridTemplate, placeColumns } from './place-columns.ts'
import type { RowSource } from './row-source.ts'
import { RunRow, WaitingRow } from './run-row.tsx'
import css from './runs-table.module.css'
import { TableHead } from './table-head.tsx'
import type { RowRange } from './use-run-rows.ts'
import type { Selection } from './use-selection.ts'
import { useTableKeys } from './use-table-keys.ts'

export const RUN_ROW_HEIGHT = 36

interface Props {
  experimentId: string
  rows: RowSource
  choice: ColumnChoice
  onArrange: (choice: ColumnChoice) => void
  sort: string | undefined
  onSort: (sort: string | undefined) => void
  open: ReadonlySet<string>
  onToggle: (id: string) => void
  onRange: (range: RowRange) => void
  busy: boolean
  /** Whether it is known how many rows there are. */
  complete: boolean
  scroller: RefObject<HTMLDivElement | null>
  selection: Selection
  activeId: string | undefined
  onActivate: (id: string | undefined) => void
  hidden: ReadonlySet<string>
  onHide: (id: string) => void
  onPeek: (id: string) => void
  onCompare: () => void
  onLeave: () => void
}

/** Rows out of view that are drawn all the same: the next ones that are scrolled to. */
const OVERSCAN = 12

/** The last rows can be scrolled out from under the bar of the chosen ones. */
const BAR_ROOM = 72

const rowId = (id: string) => `run-${id}`

export function RunsTable(props: Props) {
  const { experimentId, rows, choice, open, onToggle, onRange, busy, complete, scroller } = props
  const { selection, activeId, onActivate, hidden, onHide } = props
  const { t } = useText()
  const columns = useMemo(() => placeColumns(choice), [choice])
  const isPainted = useIsPainted()
  const virtual = useVirtualizer({
    count: rows.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => RUN_ROW_HEIGHT,
    // The header row stands in the same scroller.
    scrollPaddingStart: RUN_ROW_HEIGHT,
    paddingStart: RUN_ROW_HEIGHT,
    paddingEnd: selection.ids.size > 0 ? BAR_ROOM : 0,
    overscan: isPainted ? OVERSCAN : 0,
    ...fillsWindow,
  })
  const visible = virtual.getVirtualItems()
  const first = visible[0]?.index ?? 0
  const last = visible.at(-1)?.index ?? 0
  useEffect(() => onRange([first, last]), [first, last, onRange])

  const activeIndex = activeId === undefined ? -1 : rows.indexOf(activeId)
  // biome-ignore lint/correctness/useExhaustiveDependencies: led to once, when it becomes the active one
  useEffect(() => {
    if (activeIndex >= 0) virtual.scrollToIndex(activeIndex)
  }, [activeId])

  const onKeyDown = useTableKeys(
    scroller,
    useDeeds(props, (index) => virtual.scrollToIndex(index)),
  )
  const { toggle, extendTo } = selection
  const onSelect = useCallback(
    (id: string, extend: boolean) => (extend ? extendTo(id) : toggle(id)),
    [toggle, extendTo],
  )

  const template = gridTemplate(columns)
  const activeIsDrawn = visible.some(({ index }) => rows.at(index)?.id === activeId)
  const chosen = rows.loaded.filter(({ id }) => selection.ids.has(id)).length

  return (
    <div
      ref={scroller}
      role="treegrid"
      tabIndex={0}
      aria-label={t('runs.table')}
      aria-rowcount={complete ? rows.count + 1 : -1}
      aria-colcount={columns.length + 1}
      aria-multiselectable="true"
      aria-busy={busy}
      aria-activedescendant={activeId && activeIsDrawn ? rowId(activeId) : undefined}
      className={`${css.scroller} ${busy ? css.busy : ''}`}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className={css.canvas} style={{ height: virtual.getTotalSize() }}>
        <TableHead
          columns={columns}
          choice={choice}
          onArrange={props.onArrange}
          sort={props.sort}
          onSort={props.onSort}
          template={template}
          selected={chosen === 0 ? 'none' : chosen === rows.loaded.length ? 'all' : 'some'}
          onSelectAll={selection.toggleAll}
        />
        {visible.map(({ index, start }) => {
          const row = rows.at(index)
          if (!row) return <WaitingRow key={index} index={index} top={start} />
          const { id } = row
          if (!isRun(row)) return <ChildrenPlaceRow key={id} {...{ row, index, experimentId }} top={start} />
          return (
            <RunRow
              key={index < rows.near ? id : `${index} ${id}`}
              domId={rowId(id)}
              row={row}
              index={index}
              columns={columns}
              active={id === activeId}
              selected={selection.ids.has(id)}
              hidden={hidden.has(id)}
              open={open.has(id)}
              onToggle={onToggle}
              onActivate={onActivate}
              onSelect={onSelect}
              onHide={onHide}
              top={start}
              template={template}
            />
          )
        })}
      </div>
    </div>
  )
}

/** What keys do. */
function useDeeds(props: Props, scrollTo: (index: number) => void) {
  const { rows, selection, activeId, onActivate, open } = props
  const navigate = useNavigate()
  // A row far away is made the active one as soon as it is there.
  const awaited = useRef<number>(undefined)
  useEffect(() => {
    const row = awaited.current === undefined ? undefined : rows.at(awaited.current)
    if (!row) return
    awaited.current = undefined
    onActivate(row.id)
  }, [rows, onActivate])
  const active = () => (activeId === undefined ? undefined : rows.loaded.find(({ id }) => id === activeId))
  const moveBy = (step: number): string | undefined => {
    const at = awaited.current ?? (activeId === undefined ? -1 : rows.indexOf(activeId))
    const index = Math.max(0, Math.min(rows.count - 1, at + step))
    const row = rows.at(index)
    awaited.current = row ? undefined : index
    scrollTo(index)
    return row?.id
  }
  const onActive = (deed: (id: string) => void) => {
    const row = active()
    if (row) deed(row.id)
  }
  return {
    move: (step: number) => onActivate(moveBy(step)),
    extend: (step: number) => {
      if (activeId && !selection.ids.has(activeId)) selection.toggle(activeId)
      const id = moveBy(step)
      onActivate(id)
      if (id) selection.extendTo(id)
    },
    select: () => onActive(selection.toggle),
    selectAll: selection.toggleAll,
    open: () => onActive((runId) => void navigate({ to: '/runs/$runId', params: { runId } })),
    peek: () => onActive(props.onPeek),
    hide: () => onActive(props.onHide),
    fold: (wanted: boolean) => {
      const row = active()
      const folds = row !== undefined && row.childCount > 0 && open.has(row.id) !== wanted
      if (folds) props.onToggle(row.id)
      return folds
    },
    compare: props.onCompare,
    leave: props.onLeave,
  }
}
