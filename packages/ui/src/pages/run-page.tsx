import type { Run } from '@millrace/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react'
import { Button } from '../components/button.tsx'
import { ErrorState } from '../components/error-state.tsx'
import { errorText } from '../components/error-text.ts'
import { Menu } from '../components/menu.tsx'
import { PageBody } from '../components/page-body.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { PageTabs } from '../components/page-tabs.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useToast } from '../components/toast.tsx'
import { useDocumentTitle } from '../components/use-document-title.ts'
import { ArtifactBrowser } from '../features/artifacts/artifact-browser.tsx'
import { ExperimentCrumbs } from '../features/experiments/experiment-crumbs.tsx'
import { useLiveRun } from '../features/live/use-live-run.ts'
import type { MetricsSearch } from '../features/metrics/metrics-search.ts'
import { useRunChanges } from '../features/runs/change-run.ts'
import { runQuery } from '../features/runs/get-run.ts'
import { DeleteRunDialog, RenameRunDialog } from '../features/runs/run-dialogs.tsx'
import { RunOverview } from '../features/runs/run-overview.tsx'
import { StatusMark } from '../features/runs/run-status.tsx'
import { useRunText } from '../i18n/run.ts'
import css from './run-page.module.css'

const RunCharts = lazy(async () => ({
  default: (await import('../features/metrics/run-charts.tsx')).RunCharts,
}))

const route = getRouteApi('/experiments/$experimentId/runs/$runId/$')

/** In MLflow's words, since its clients and notebooks link here. */
const TABS = ['overview', 'model-metrics', 'system-metrics', 'artifacts'] as const
type Tab = (typeof TABS)[number]

/** These scroll by themselves: only the charts in view are there. */
const CHART_TABS: ReadonlySet<Tab> = new Set(['model-metrics', 'system-metrics'])

const SYSTEM_PREFIX = 'system/'

export function RunPage() {
  const { experimentId, runId, _splat = '' } = route.useParams()
  const [first, ...rest] = _splat.split('/')
  const tab = TABS.find((tab) => tab === first) ?? 'overview'
  const path = tab === 'artifacts' ? rest.join('/') : ''
  return <RunOf key={runId} {...{ experimentId, runId, tab, path }} />
}

interface Props {
  experimentId: string
  runId: string
  tab: Tab
  path: string
}

function RunOf({ experimentId, runId, tab, path }: Props) {
  const { data: run, error, refetch } = useQuery(runQuery(runId))
  const name = run?.info?.run_name || runId
  useDocumentTitle(name)
  useLiveRun(experimentId, runId)

  if (error && !run)
    return (
      <>
        <PageHeader crumbs={<ExperimentCrumbs experimentId={experimentId} />} title={<span>{runId}</span>} />
        <ErrorState error={error} onRetry={() => void refetch()} />
      </>
    )
  return (
    <>
      <PageHeader
        crumbs={<ExperimentCrumbs experimentId={experimentId} />}
        title={
          <>
            <span title={run && name}>{run ? name : '\u00a0'}</span>
            {run && <StatusMark status={run.info?.status} />}
          </>
        }
        actions={run && <RunActions run={run} />}
      />
      {run?.info?.lifecycle_stage === 'deleted' && <DeletedNotice run={run} />}
      <Tabs {...{ experimentId, runId, tab }} hasSystem={Boolean(run?.data?.metrics?.some(isSystem))} />
      {run && CHART_TABS.has(tab) ? (
        <ChartsTab tab={tab} run={run} />
      ) : (
        <PageBody>
          {run ? (
            <TabBody {...{ experimentId, runId, tab, path, run }} />
          ) : (
            <Skeleton rows={10} height={34} />
          )}
        </PageBody>
      )}
    </>
  )
}

const isSystem = ({ key }: { key?: string }) => Boolean(key?.startsWith(SYSTEM_PREFIX))

function Tabs({ experimentId, runId, tab, hasSystem }: Omit<Props, 'path'> & { hasSystem: boolean }) {
  const { t } = useRunText()
  const shown = TABS.filter((id) => id !== 'system-metrics' || hasSystem || tab === id)
  return (
    <PageTabs
      label={t('run.tabs')}
      shown={tab}
      tabs={shown.map((id) => ({
        id,
        label: t(`run.tab.${id}`),
        link: {
          to: '/experiments/$experimentId/runs/$runId/$',
          params: { experimentId, runId, _splat: id === 'overview' ? '' : id },
        },
      }))}
    />
  )
}

function TabBody({ experimentId, runId, tab, path, run }: Props & { run: Run }): ReactNode {
  if (tab === 'artifacts')
    return <ArtifactBrowser experimentId={experimentId} runId={runId} selected={path} />
  return <RunOverview experimentId={experimentId} run={run} />
}

function ChartsTab({ tab, run }: { tab: Tab; run: Run }) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const onSearch = (part: MetricsSearch) =>
    void navigate({ search: (old) => ({ ...old, ...part }), params: (old) => old, replace: true })
  const metrics = useMemo(
    () =>
      (run.data?.metrics ?? [])
        .filter((metric) => isSystem(metric) === (tab === 'system-metrics'))
        .map(({ key = '' }) => key),
    [run, tab],
  )
  return (
    <Suspense>
      <RunCharts key={tab} {...{ run, metrics, search, onSearch }} />
    </Suspense>
  )
}

function RunActions({ run }: { run: Run }) {
  const { t } = useRunText()
  const [dialog, setDialog] = useState<'rename' | 'delete'>()
  const close = () => setDialog(undefined)
  if (run.info?.lifecycle_stage === 'deleted') return null
  return (
    <>
      <Menu
        label={t('field.actions')}
        items={[
          { label: t('action.rename'), onSelect: () => setDialog('rename') },
          { label: t('action.delete'), tone: 'danger', onSelect: () => setDialog('delete') },
        ]}
      />
      {dialog === 'rename' && <RenameRunDialog run={run} onClose={close} />}
      {dialog === 'delete' && <DeleteRunDialog run={run} onClose={close} />}
    </>
  )
}

function DeletedNotice({ run }: { run: Run }) {
  const { t } = useRunText()
  const toast = useToast()
  const { restore } = useRunChanges(run)
  const restoreAndSay = async () => {
    try {
      await restore()
      toast({ text: t('run.restored', { name: run.info?.run_name ?? '' }) })
    } catch (error) {
      toast({ text: errorText(error, t) })
    }
  }
  return (
    <div className={css.notice}>
      {t('run.isDeleted')}
      <Button onClick={() => void restoreAndSay()}>{t('action.restore')}</Button>
    </div>
  )
}
