import type { Run } from '@millrace/contract'
import { useQuery } from '@tanstack/react-query'
import { runHref } from '../../app/run-href.ts'
import { IconButton } from '../../components/button.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { errorText } from '../../components/error-text.ts'
import { FailsAlone } from '../../components/fails-alone.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useToast } from '../../components/toast.tsx'
import { useDebouncedText } from '../../components/use-debounced-text.ts'
import { formatMetric, toNumber } from '../../i18n/format.ts'
import { useRunText } from '../../i18n/run.ts'
import { useRunsText } from '../../i18n/runs.ts'
import { TagsPanel } from '../tags/tags-panel.tsx'
import { useBulkChanges } from './bulk-changes.ts'
import { useRunChanges } from './change-run.ts'
import { DatasetsPanel } from './datasets-panel.tsx'
import { runQuery } from './get-run.ts'
import { type Entry, KeyValuePanel } from './key-value-panel.tsx'
import css from './peek-panel.module.css'
import { COLOUR_TAG, colourOf } from './run-colours.ts'
import { RunDetails } from './run-details.tsx'
import { runIdOf } from './search-runs.ts'

interface Props {
  runId: string
  /** The run as the table has it: with only what is shown there. */
  known: Run | undefined
  onStep: (step: 1 | -1) => void
  onClose: () => void
}

/** A run beside the table, while the rows are walked on. */
export function PeekPanel({ runId, known, onStep, onClose }: Props) {
  const { t } = useRunsText()
  const query = useQuery(runQuery(runId))
  const run = query.data
  const { run_name, experiment_id = '' } = run?.info ?? known?.info ?? {}
  const name = run_name || runId
  return (
    <aside data-peek="" aria-label={t('peek.title', { name })} className={css.panel}>
      <header className={css.head}>
        <h2>
          <a href={runHref(experiment_id, runId)} title={name} dir="auto">
            {name}
          </a>
        </h2>
        <IconButton icon="up" label={t('peek.previous')} onClick={() => onStep(-1)} />
        <IconButton icon="down" label={t('peek.next')} onClick={() => onStep(1)} />
        <IconButton icon="close" label={t('action.close')} onClick={onClose} />
      </header>
      <div className={css.body}>
        {run ? (
          <FailsAlone key={runId}>
            <Contents run={run} />
          </FailsAlone>
        ) : query.isError ? (
          <ErrorState error={query.error} />
        ) : (
          <Skeleton rows={8} height={36} />
        )}
      </div>
    </aside>
  )
}

const COLOUR_PAUSE_MS = 400

const byKey = (a: Entry, b: Entry) => a.key.localeCompare(b.key)

function Contents({ run }: { run: Run }) {
  const { t, locale } = useRunText()
  const { t: tRuns } = useRunsText()
  const toast = useToast()
  const changes = useRunChanges(run)
  const { setTag } = useBulkChanges(run.info?.experiment_id ?? '')
  // A colour dialog tells of every colour that it is moved over.
  const [colour, setColour] = useDebouncedText(
    colourOf(run),
    async (chosen) => {
      const { errors } = await setTag([runIdOf(run)], COLOUR_TAG, chosen)
      if (errors.length > 0) toast({ text: errorText(errors[0], t) })
    },
    COLOUR_PAUSE_MS,
  )
  const { metrics = [], params = [], tags = [] } = run.data ?? {}
  const ofMetrics = metrics.map(({ key = '', value }) => ({
    key,
    text: formatMetric(value, locale),
    full: String(toNumber(value)),
  }))
  const ofParams = params.map(({ key = '', value = '' }) => ({ key, text: value, full: value }))
  return (
    <>
      {run.info?.lifecycle_stage === 'deleted' && (
        <p role="status" className={css.note}>
          {tRuns('peek.deleted')}
        </p>
      )}
      <label className={css.colour}>
        <input type="color" value={colour} onChange={(event) => setColour(event.target.value)} />
        {tRuns('peek.colour')}
      </label>
      <RunDetails run={run} />
      <KeyValuePanel
        title={t('run.metrics')}
        searchLabel={t('run.metrics.search')}
        emptyText={t('run.metrics.none')}
        entries={ofMetrics.sort(byKey)}
        numeric
      />
      <KeyValuePanel
        title={t('run.params')}
        searchLabel={t('run.params.search')}
        emptyText={t('run.params.none')}
        entries={ofParams.sort(byKey)}
      />
      <TagsPanel tags={tags} changes={changes} />
      <DatasetsPanel inputs={run.inputs?.dataset_inputs ?? []} />
    </>
  )
}
