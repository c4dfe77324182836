import { useChartText } from '../../i18n/charts.ts'
import { COMPARE_VIEWS, type CompareView } from './compare-search.ts'
import css from './compare-tabs.module.css'

/** The ways of looking at compared runs. */
export function CompareTabs({ view, onView }: { view: CompareView; onView: (view: CompareView) => void }) {
  const { t } = useChartText()
  return (
    <nav className={css.tabs} aria-label={t('compareRuns.views')}>
      {COMPARE_VIEWS.map((id) => (
        <button
          key={id}
          type="button"
          aria-current={id === view ? 'page' : undefined}
          onClick={() => onView(id)}
        >
          {t(`compareRuns.as.${id}`)}
        </button>
      ))}
    </nav>
  )
}
