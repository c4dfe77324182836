import { type ReactNode, useId } from 'react'
import { Button } from '../../components/button.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { Toolbar } from '../../components/toolbar.tsx'
import { useDebouncedText } from '../../components/use-debounced-text.ts'
import { useChartText } from '../../i18n/charts.ts'
import css from './chart-controls.module.css'
import { AXES, type MetricsSearch, SCALES, type Scale, smoothingOf } from './metrics-search.ts'
import { parseRange } from './range.ts'

interface Props {
  search: MetricsSearch
  onSearch: (part: MetricsSearch) => void
}

interface ControlsProps extends Props {
  /** Stands behind the others, where the page has a filter of its own. */
  children?: ReactNode
}

/** What all charts are looked at with. */
export function ChartControls({ search, onSearch, children }: ControlsProps) {
  const { t } = useChartText()
  const { axis = 'step', scale = 'linear', xscale = 'linear' } = search
  const scales = SCALES.map((value) => ({ value, label: t(`charts.${value}`) }))
  const unless = (value: Scale) => (value === 'linear' ? undefined : value)
  return (
    <div className={css.controls}>
      <Toolbar>
        <SearchBox
          slashKey={!children}
          label={t('charts.search')}
          value={search.search ?? ''}
          onChange={(text) => onSearch({ search: text || undefined })}
        />
        <Segmented
          label={t('charts.axis')}
          value={axis}
          options={AXES.map((value) => ({ value, label: t(`charts.axis.${value}`) }))}
          // A part of one axis says nothing about another.
          onChange={(value) => onSearch({ axis: value === 'step' ? undefined : value, range: undefined })}
        />
        <Segmented
          label={t('charts.scale')}
          value={scale}
          options={scales}
          onChange={(value) => onSearch({ scale: unless(value) })}
        />
        {axis === 'step' && (
          <label className={css.check}>
            <input
              type="checkbox"
              checked={xscale === 'log'}
              onChange={(event) => onSearch({ xscale: event.target.checked ? 'log' : undefined })}
            />
            {t('chart.logSteps')}
          </label>
        )}
        <Smoothing search={search} onSearch={onSearch} />
        {children}
        {parseRange(search.range) && (
          <Button onClick={() => onSearch({ range: undefined })}>{t('chart.whole')}</Button>
        )}
      </Toolbar>
    </div>
  )
}

function Smoothing({ search, onSearch }: Props) {
  const { t } = useChartText()
  const id = useId()
  // The server smooths, so it is asked when the hand rests.
  const [smooth, setSmooth] = useDebouncedText(String(smoothingOf(search)), (text) =>
    onSearch({ smooth: text === '0' ? undefined : text }),
  )
  return (
    <span className={css.smooth}>
      <label htmlFor={id}>{t('chart.smoothing')}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={99}
        value={smooth}
        onChange={({ target }) => setSmooth(target.value)}
      />
      <output htmlFor={id}>{smooth}</output>
    </span>
  )
}
