import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, useState } from 'react'
import { runHref } from '../../app/run-href.ts'
import { useIsDark } from '../../app/theme.ts'
import { colorAt } from '../../charts/palette.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { useIsNarrow } from '../../components/use-is-narrow.ts'
import { useChartText } from '../../i18n/charts.ts'
import type { ChartRun } from './chart-run.ts'
import { useLitRun } from './lit-run.tsx'
import css from './run-legend.module.css'
import type { Group, Groups } from './to-series.ts'

interface Props {
  runs: readonly ChartRun[]
  hidden: ReadonlySet<string>
  groups?: Groups | undefined
  onHide: (ids: string[]) => void
  compared: boolean
  hasMore: boolean
  onMore?: (() => void) | undefined
}

const ROW_HEIGHT = 30
const LEAST_COMPARED = 2

/** The runs of the charts beside it: their colours, and which of them are drawn. */
export function RunLegend({ runs, hidden, groups, onHide, compared, hasMore, onMore }: Props) {
  const { t } = useChartText()
  const narrow = useIsNarrow()
  const [open, setOpen] = useState(false)
  const shown = runs.filter(({ id }) => !hidden.has(id)).map(({ id }) => id)
  const turn = (id: string) => onHide([...hidden.symmetricDifference(new Set([id]))])
  return (
    <aside className={css.legend} aria-label={t('chart.runs')}>
      <div className={css.head}>
        <h2>{t('chart.shown', { shown: shown.length, count: runs.length })}</h2>
        {narrow && (
          <Button tone="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t('chart.list')}
          </Button>
        )}
        <Button
          tone="quiet"
          onClick={() => onHide(shown.length < runs.length ? [] : runs.map(({ id }) => id))}
        >
          {t(shown.length < runs.length ? 'chart.showAll' : 'chart.hideAll')}
        </Button>
      </div>
      {!compared && shown.length >= LEAST_COMPARED && (
        <Link to="/compare-runs" search={{ runs: shown }} className={css.compare}>
          {t('compareRuns.open', { count: shown.length })}
        </Link>
      )}
      {(open || !narrow) && <LegendList {...{ runs, hidden, groups }} onTurn={turn} />}
      {hasMore && <Button onClick={onMore}>{t('chart.moreRuns')}</Button>}
    </aside>
  )
}

type ListProps = Pick<Props, 'runs' | 'hidden' | 'groups'> & { onTurn: (id: string) => void }

function LegendList({ runs, hidden, groups, onTurn }: ListProps) {
  const { t } = useChartText()
  const scroller = useRef<HTMLUListElement>(null)
  const virtual = useVirtualizer({
    count: runs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  })
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <ul ref={scroller} className={css.list} tabIndex={0} aria-label={t('chart.runs')}>
      <li aria-hidden="true" style={{ height: virtual.getTotalSize() }} />
      {virtual.getVirtualItems().map(({ index, start }) => {
        const run = runs[index]
        return (
          run && (
            <LegendRow
              key={run.id}
              run={run}
              group={groups?.get(run.id)}
              drawn={!hidden.has(run.id)}
              top={start}
              onTurn={() => onTurn(run.id)}
            />
          )
        )
      })}
    </ul>
  )
}

interface RowProps {
  run: ChartRun
  group: Group | undefined
  drawn: boolean
  top: number
  onTurn: () => void
}

function LegendRow({ run: { id, name, color, experimentId }, group, drawn, top, onTurn }: RowProps) {
  const { t } = useChartText()
  const dark = useIsDark()
  const [lit, light] = useLitRun()
  const litId = group?.name ?? id
  const background = group === undefined ? color : colorAt(group.place, dark)
  return (
    <li
      className={`${css.row} ${lit === litId ? css.lit : ''}`}
      style={{ transform: `translateY(${top}px)` }}
      onPointerEnter={() => drawn && light(litId)}
      onPointerLeave={() => light(undefined)}
    >
      <IconButton
        icon={drawn ? 'eye' : 'hidden'}
        label={t('chart.draw', { name })}
        aria-pressed={drawn}
        onClick={onTurn}
      />
      <span className={css.swatch} style={drawn ? { background } : undefined} />
      <a href={runHref(experimentId, id)} dir="auto" title={name} onFocus={() => drawn && light(litId)}>
        {name}
      </a>
    </li>
  )
}
