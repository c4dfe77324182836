import type { Run } from '@millrace/contract'
import { useMemo } from 'react'
import { formatMetric, toNumber } from '../../i18n/format.ts'
import { useText } from '../../i18n/index.ts'
import { NotePanel } from '../notes/note-panel.tsx'
import { ChildrenPanel } from './children-panel.tsx'
import { DatasetsPanel } from './datasets-panel.tsx'
import { type Entry, KeyValuePanel } from './key-value-panel.tsx'
import { RunDetails } from './run-details.tsx'
import css from './run-overview.module.css'
import { runIdOf } from './search-runs.ts'
import { TagsPanel } from './tags-panel.tsx'

const byKey = (a: Entry, b: Entry) => a.key.localeCompare(b.key)

export function RunOverview({ experimentId, run }: { experimentId: string; run: Run }) {
  const { t, locale } = useText()
  const metrics = useMemo(
    () =>
      (run.data?.metrics ?? [])
        .map(({ key = '', value }) => ({
          key,
          text: formatMetric(value, locale),
          full: String(toNumber(value)),
        }))
        .sort(byKey),
    [run.data, locale],
  )
  const params = useMemo(
    () =>
      (run.data?.params ?? [])
        .map(({ key = '', value = '' }) => ({ key, text: value, full: value }))
        .sort(byKey),
    [run.data],
  )
  return (
    <div className={css.overview}>
      <div className={css.main}>
        <NotePanel run={run} />
        <div className={css.pair}>
          <KeyValuePanel
            title={t('run.metrics')}
            searchLabel={t('run.metrics.search')}
            emptyText={t('run.metrics.none')}
            entries={metrics}
            numeric
          />
          <KeyValuePanel
            title={t('run.params')}
            searchLabel={t('run.params.search')}
            emptyText={t('run.params.none')}
            entries={params}
          />
        </div>
      </div>
      <div className={css.side}>
        <RunDetails run={run} />
        <TagsPanel run={run} />
        <DatasetsPanel inputs={run.inputs?.dataset_inputs ?? []} />
        <ChildrenPanel experimentId={experimentId} runId={runIdOf(run)} />
      </div>
    </div>
  )
}
