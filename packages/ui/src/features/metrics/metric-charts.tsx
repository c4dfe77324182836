import type { Metric } from '@millrace/contract'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { Toolbar } from '../../components/toolbar.tsx'
import { useRunText } from '../../i18n/run.ts'
import { MetricCard } from './metric-card.tsx'
import css from './metric-charts.module.css'
import { AXES, type MetricsSearch, SCALES } from './metrics-search.ts'

const SHOWN_AT_ONCE = 60

interface Props {
  runId: string
  metrics: Metric[]
  search: MetricsSearch
  onSearch: (part: MetricsSearch) => void
}

export function MetricCharts({ runId, metrics, search, onSearch }: Props) {
  const { t } = useRunText()
  const [limit, setLimit] = useState(SHOWN_AT_ONCE)
  const { axis = 'step', scale = 'linear', search: wanted = '' } = search
  if (metrics.length === 0)
    return (
      <EmptyState title={t('charts.none')}>
        <span>{t('charts.none.hint')}</span>
      </EmptyState>
    )

  const found = metrics.filter(({ key = '' }) => key.toLowerCase().includes(wanted.trim().toLowerCase()))
  const more = found.length - limit
  return (
    <>
      <Toolbar>
        <SearchBox
          slashKey
          label={t('charts.search')}
          value={wanted}
          onChange={(text) => onSearch({ search: text || undefined })}
        />
        <Segmented
          label={t('charts.axis')}
          value={axis}
          options={AXES.map((value) => ({ value, label: t(`charts.axis.${value}`) }))}
          onChange={(value) => onSearch({ axis: value === 'step' ? undefined : value })}
        />
        <Segmented
          label={t('charts.scale')}
          value={scale}
          options={SCALES.map((value) => ({ value, label: t(`charts.${value}`) }))}
          onChange={(value) => onSearch({ scale: value === 'linear' ? undefined : value })}
        />
      </Toolbar>
      {found.length === 0 && <EmptyState title={t('charts.noMatch')} />}
      <div className={css.grid}>
        {found.slice(0, limit).map((metric) => (
          <MetricCard key={metric.key} {...{ runId, metric, axis, scale }} />
        ))}
      </div>
      {more > 0 && (
        <Button className={css.more} onClick={() => setLimit(limit + SHOWN_AT_ONCE)}>
          {t('run.showMore', { count: more })}
        </Button>
      )}
    </>
  )
}
