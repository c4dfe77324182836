import type { Run } from '@millrace/contract'
import { lazy, Suspense, useMemo } from 'react'
import { Overview } from '../../components/overview.tsx'
import { useRunText } from '../../i18n/run.ts'
import { MetricsPanel } from '../metrics/metrics-panel.tsx'
import { NotePanel } from '../notes/note-panel.tsx'
import { TagsPanel } from '../tags/tags-panel.tsx'
import { useRunChanges } from './change-run.ts'
import { ChildrenPanel } from './children-panel.tsx'
import { DatasetsPanel } from './datasets-panel.tsx'
import { type Entry, KeyValuePanel } from './key-value-panel.tsx'
import { tagOf } from './nest-runs.ts'
import { RunDetails } from './run-details.tsx'
import css from './run-overview.module.css'
import { runIdOf } from './search-runs.ts'

const RunModelsPanel = lazy(async () => ({
  default: (await import('../models/run-models-panel.tsx')).RunModelsPanel,
}))

const NOTE_TAG = 'mlflow.note.content'

const byKey = (a: Entry, b: Entry) => a.key.localeCompare(b.key)

export function RunOverview({ experimentId, run }: { experimentId: string; run: Run }) {
  const { t } = useRunText()
  const changes = useRunChanges(run)
  const params = useMemo(
    () =>
      (run.data?.params ?? [])
        .map(({ key = '', value = '' }) => ({ key, text: value, full: value }))
        .sort(byKey),
    [run.data],
  )
  return (
    <Overview
      main={
        <>
          <NotePanel note={tagOf(run, NOTE_TAG) ?? ''} onSave={(note) => changes.setTag(NOTE_TAG, note)} />
          <div className={css.pair}>
            <MetricsPanel run={run} />
            <KeyValuePanel
              title={t('run.params')}
              searchLabel={t('run.params.search')}
              emptyText={t('run.params.none')}
              entries={params}
            />
          </div>
        </>
      }
      side={
        <>
          <RunDetails run={run} />
          <TagsPanel tags={run.data?.tags ?? []} changes={changes} />
          <DatasetsPanel inputs={run.inputs?.dataset_inputs ?? []} />
          <ChildrenPanel experimentId={experimentId} runId={runIdOf(run)} />
          <Suspense>
            <RunModelsPanel run={run} />
          </Suspense>
        </>
      }
    />
  )
}
