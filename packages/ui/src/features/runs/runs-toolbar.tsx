import { Segmented } from '../../components/segmented.tsx'
import { Toolbar } from '../../components/toolbar.tsx'
import { useText } from '../../i18n/index.ts'
import { LIFECYCLE_VIEWS } from '../experiments/experiments-search.ts'
import type { ChartsSearch } from '../metrics/charts-search.ts'
import type { ColumnChoice } from './arrange-columns.ts'
import { ColumnPicker } from './column-picker.tsx'
import { DownloadMenu } from './download-menu.tsx'
import { GroupPicker } from './group-picker.tsx'
import { RunFilter } from './run-filter.tsx'
import type { RunsSearch } from './runs-search.ts'
import { ViewsMenu } from './views-menu.tsx'

const TABS = ['table', 'charts'] as const

interface Props {
  experimentId: string
  search: RunsSearch & ChartsSearch
  change: (part: RunsSearch & ChartsSearch) => void
  choice: ColumnChoice
  onArrange: (choice: ColumnChoice) => void
  onView: (search: string) => void
  /** The reader is about to ask for the charts. */
  onNearCharts: () => void
  /** The server's answer to the filter, when it refused it. */
  error: unknown
}

export function RunsToolbar({
  experimentId,
  search,
  change,
  choice,
  onArrange,
  onView,
  onNearCharts,
  error,
}: Props) {
  const { t } = useText()
  return (
    <Toolbar>
      <RunFilter
        experimentId={experimentId}
        search={search}
        onFilter={(filter) => change({ filter: filter || undefined })}
        error={error}
      />
      <Segmented
        label={t('field.state')}
        value={search.view ?? 'active'}
        options={LIFECYCLE_VIEWS.map((value) => ({ value, label: t(`view.${value}`) }))}
        onChange={(view) => change({ view: view === 'active' ? undefined : view })}
      />
      <Segmented
        label={t('runs.shownAs')}
        value={search.tab ?? 'table'}
        options={TABS.map((value) => ({ value, label: t(`runs.as.${value}`) }))}
        onNear={onNearCharts}
        onChange={(tab) => change({ tab: tab === 'charts' ? tab : undefined })}
      />
      {search.tab !== 'charts' && (
        <>
          <GroupPicker experimentId={experimentId} search={search} onGroup={(group) => change({ group })} />
          <ColumnPicker
            experimentId={experimentId}
            search={search}
            choice={choice}
            onArrange={onArrange}
            onReset={() => change({ col: undefined, pin: undefined })}
          />
        </>
      )}
      <ViewsMenu experimentId={experimentId} search={search} onView={onView} />
      <DownloadMenu experimentId={experimentId} search={search} choice={choice} />
    </Toolbar>
  )
}
