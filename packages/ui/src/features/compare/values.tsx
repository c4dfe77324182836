import { useChartText } from '../../i18n/charts.ts'
import { runIdOf } from '../runs/search-runs.ts'
import type { PlotProps } from './plot-props.ts'
import { RunField } from './run-field.tsx'
import css from './values.module.css'
import { ValuesGrid } from './values-grid.tsx'

/** Metrics, parameters and tags of all runs, and how far they are from the baseline's. */
export function Values({ runs, rows, search, onSearch }: PlotProps) {
  const { t } = useChartText()
  const onlyDifferences = search.only === 'differences'
  return (
    <>
      <div className={css.fields}>
        <label className={css.check}>
          <input
            type="checkbox"
            checked={onlyDifferences}
            onChange={({ target }) => onSearch({ only: target.checked ? 'differences' : undefined })}
          />
          {t('compareRuns.onlyDifferences')}
        </label>
        <RunField
          label={t('compareRuns.base')}
          runs={runs}
          value={search.base ?? ''}
          none={t('compareRuns.noBase')}
          onChange={(base) => onSearch({ base })}
        />
      </div>
      <ValuesGrid
        {...{ runs, rows, onlyDifferences }}
        base={runs.findIndex((run) => runIdOf(run) === search.base)}
      />
    </>
  )
}
