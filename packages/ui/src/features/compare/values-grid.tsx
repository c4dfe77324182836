// biome-ignore-all lint/a11y/useFocusableInteractive: the whole table takes the focus, to be scrolled
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: the same
// biome-ignore-all lint/a11y/useSemanticElements: cells drawn out of the flow cannot be a table element
import type { Run } from '@millrace/contract'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef } from 'react'
import { runHref } from '../../app/run-href.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { useChartText } from '../../i18n/charts.ts'
import { colourOf } from '../runs/run-colours.ts'
import { StatusMark } from '../runs/run-status.tsx'
import { runIdOf } from '../runs/search-runs.ts'
import { VALUE_KINDS, type ValueKind, type ValueRow } from './compared-values.ts'
import { ValueCell } from './value-cell.tsx'
import css from './values-grid.module.css'

interface Props {
  runs: readonly Run[]
  rows: readonly ValueRow[]
  onlyDifferences: boolean
  /** The place of the baseline among the runs; −1 for none. */
  base: number
}

type Line = ValueRow | { title: ValueKind }

const ROW_HEIGHT = 42
const HEAD_HEIGHT = 52
const COLUMN_WIDTH = 176
const KEY_WIDTH = 240

/** Values of hundreds of runs beside each other; only the cells in view are there. */
export function ValuesGrid({ runs, rows, onlyDifferences, base }: Props) {
  const { t } = useChartText()
  const scroller = useRef<HTMLDivElement>(null)
  const lines = useMemo(() => toLines(rows, onlyDifferences), [rows, onlyDifferences])
  const down = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    paddingStart: HEAD_HEIGHT,
    overscan: 6,
  })
  const across = useVirtualizer({
    horizontal: true,
    count: runs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => COLUMN_WIDTH,
    paddingStart: KEY_WIDTH,
    overscan: 2,
  })
  const columns = across.getVirtualItems()
  if (lines.length === 0)
    return <EmptyState title={t(onlyDifferences ? 'compareRuns.same' : 'compareRuns.nothing')} />

  return (
    <div
      ref={scroller}
      role="table"
      tabIndex={0}
      aria-label={t('compareRuns.values')}
      aria-rowcount={lines.length + 1}
      aria-colcount={runs.length + 1}
      className={css.scroller}
    >
      <div className={css.canvas} style={{ height: down.getTotalSize(), width: across.getTotalSize() }}>
        <div role="row" aria-rowindex={1} className={css.head} style={{ height: HEAD_HEIGHT }}>
          <span role="columnheader" className={css.key}>
            {t('field.key')}
          </span>
          {columns.map(({ index, start, size }) => {
            const run = runs[index]
            return (
              run && (
                <span
                  key={runIdOf(run)}
                  role="columnheader"
                  aria-colindex={index + 2}
                  className={css.cell}
                  style={{ left: start, width: size }}
                >
                  <RunHead run={run} isBase={index === base} />
                </span>
              )
            )
          })}
        </div>
        {down.getVirtualItems().map(({ index, start }) => {
          const line = lines[index]
          if (!line) return null
          const style = { transform: `translateY(${start}px)`, height: ROW_HEIGHT }
          if ('title' in line)
            return (
              <div key={line.title} role="row" aria-rowindex={index + 2} className={css.row} style={style}>
                <span role="rowheader" className={`${css.key} ${css.section}`}>
                  {t(`run.${line.title}`)}
                </span>
              </div>
            )
          const differs = line.differs && !onlyDifferences
          return (
            <div
              key={`${line.kind} ${line.key}`}
              role="row"
              aria-rowindex={index + 2}
              className={`${css.row} ${differs ? css.differs : ''}`}
              style={style}
            >
              <span role="rowheader" className={css.key} title={line.key}>
                {line.key}
              </span>
              {columns.map(({ index, start, size }) => (
                <span
                  key={index}
                  role="cell"
                  aria-colindex={index + 2}
                  className={css.cell}
                  style={{ left: start, width: size }}
                >
                  <ValueCell value={line.cells[index]} base={index === base ? undefined : line.cells[base]} />
                </span>
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}

function toLines(rows: readonly ValueRow[], onlyDifferences: boolean): Line[] {
  return VALUE_KINDS.flatMap((title): Line[] => {
    const shown = rows.filter(({ kind, differs }) => kind === title && (differs || !onlyDifferences))
    return shown.length > 0 ? [{ title }, ...shown] : []
  })
}

function RunHead({ run, isBase }: { run: Run; isBase: boolean }) {
  const { t } = useChartText()
  const id = runIdOf(run)
  const name = run.info?.run_name || id
  return (
    <>
      <span className={css.name}>
        <span className={css.swatch} style={{ background: colourOf(run) }} />
        <StatusMark status={run.info?.status} />
        <a href={runHref(run.info?.experiment_id ?? '', id)} dir="auto" title={name}>
          {name}
        </a>
      </span>
      {isBase && <small>{t('compareRuns.base')}</small>}
    </>
  )
}
