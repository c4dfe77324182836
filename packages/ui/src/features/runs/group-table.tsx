// biome-ignore-all lint/a11y/useSemanticElements: rows drawn out of the flow cannot be a table element
// biome-ignore-all lint/a11y/useFocusableInteractive: cells and headers hold what can be focused
import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useRunsText } from '../../i18n/runs.ts'
import type { ColumnChoice } from './arrange-columns.ts'
import { GroupRow, MoreRow } from './group-row.tsx'
import { MOST_METRICS } from './group-runs.ts'
import { gridTemplate, placeColumns } from './place-columns.ts'
import { RunRow, WaitingRow } from './run-row.tsx'
import type { RunsSearch } from './runs-search.ts'
import table from './runs-table.module.css'
import { RUN_ROW_HEIGHT } from './runs-table.tsx'
import { TableHead } from './table-head.tsx'
import { useGroupKeys } from './use-group-keys.ts'
import { useGroupLines } from './use-group-lines.ts'
import { useGroupTitle } from './use-group-title.ts'
import type { Selection } from './use-selection.ts'

interface Props {
  experimentId: string
  search: RunsSearch
  change: (part: Partial<RunsSearch>) => void
  choice: ColumnChoice
  onArrange: (choice: ColumnChoice) => void
  selection: Selection
  hidden: ReadonlySet<string>
  onHide: (id: string) => void
  onCompare: () => void
  onLeave: () => void
}

const lineId = (index: number) => `group-line-${index}`

/** Runs in groups; a group is opened to its runs. */
export function GroupTable(props: Props) {
  const { experimentId, search, change, choice, onArrange, selection, hidden, onHide } = props
  const { t } = useRunsText()
  const scroller = useRef<HTMLDivElement>(null)
  const columns = useMemo(() => placeColumns(choice), [choice])
  const metrics = columns.filter(({ kind }) => kind === 'metrics').map(({ key }) => key)
  const { query, lines, open, onToggle } = useGroupLines(experimentId, search, metrics.slice(0, MOST_METRICS))
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => RUN_ROW_HEIGHT,
    scrollPaddingStart: RUN_ROW_HEIGHT,
    paddingStart: RUN_ROW_HEIGHT,
    overscan: 12,
  })
  const visible = virtual.getVirtualItems()
  const last = visible.at(-1)?.index ?? 0
  const { hasNextPage, isFetching, fetchNextPage } = query
  useEffect(() => {
    if (last >= lines.length - 30 && hasNextPage && !isFetching) void fetchNextPage()
  }, [last, lines.length, hasNextPage, isFetching, fetchNextPage])

  const onPeek = (peek: string) => change({ peek })
  const { active, setActive, onKeyDown } = useGroupKeys(scroller, lines, {
    ...props,
    onToggle,
    open,
    onPeek,
    scrollTo: (index) => virtual.scrollToIndex(index),
  })
  const onActivate = useCallback(
    (id: string) => setActive(lines.findIndex((line) => line.kind === 'run' && line.row.id === id)),
    [lines, setActive],
  )
  const { toggle } = selection
  const titleOf = useGroupTitle()
  const titles = (search.group ?? []).map(titleOf)

  if (query.isPending) return <Skeleton rows={16} height={RUN_ROW_HEIGHT} />
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (lines.length === 0) return <EmptyState title={t('runs.noMatch')} />
  const template = gridTemplate(columns)
  return (
    <div
      ref={scroller}
      role="treegrid"
      tabIndex={0}
      aria-label={t('group.table')}
      aria-rowcount={hasNextPage ? -1 : lines.length + 1}
      aria-colcount={columns.length + 1}
      aria-multiselectable="true"
      aria-activedescendant={visible.some(({ index }) => index === active) ? lineId(active) : undefined}
      className={table.scroller}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className={table.canvas} style={{ height: virtual.getTotalSize() }}>
        <TableHead
          columns={columns}
          choice={choice}
          onArrange={onArrange}
          sort={search.sort}
          onSort={(sort) => change({ sort })}
          template={template}
          selected={selection.ids.size === 0 ? 'none' : 'some'}
          onSelectAll={selection.clear}
        />
        {visible.map(({ index, start }) => {
          const line = lines[index]
          if (!line) return null
          const place = { domId: lineId(index), index, top: start, template, active: index === active }
          if (line.kind === 'waiting') return <WaitingRow key={line.id} index={index} top={start} />
          if (line.kind === 'more')
            return (
              <MoreRow
                key={line.id}
                index={index}
                top={start}
                onOpen={() => change({ filter: line.filter, group: undefined })}
              >
                {t('group.more', { count: line.group.runs })}
              </MoreRow>
            )
          if (line.kind === 'group')
            return (
              <GroupRow
                key={line.id}
                {...place}
                group={line.group}
                titles={titles}
                columns={columns}
                open={open.has(line.id)}
                onToggle={line.filter === undefined ? undefined : () => onToggle(line.id)}
              />
            )
          const { id } = line.row
          return (
            <RunRow
              key={line.id}
              {...place}
              row={line.row}
              columns={columns}
              selected={selection.ids.has(id)}
              hidden={hidden.has(id)}
              open={false}
              onToggle={onToggle}
              onActivate={onActivate}
              onSelect={toggle}
              onHide={onHide}
            />
          )
        })}
      </div>
    </div>
  )
}
