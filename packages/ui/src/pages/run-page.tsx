import type { Metric, Run } from '@millrace/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { Button } from '../components/button.tsx'
import { ErrorState } from '../components/error-state.tsx'
import { errorText } from '../components/error-text.ts'
import { Menu } from '../components/menu.tsx'
import { PageBody } from '../components/page-body.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useToast } from '../components/toast.tsx'
import { useDocumentTitle } from '../components/use-document-title.ts'
import { ArtifactBrowser } from '../features/artifacts/artifact-browser.tsx'
import { experimentQuery } from '../features/experiments/get-experiment.ts'
import { useLiveRun } from '../features/live/use-live-run.ts'
import { MetricCharts } from '../features/metrics/metric-charts.tsx'
import type { MetricsSearch } from '../features/metrics/metrics-search.ts'
import { useRunChanges } from '../features/runs/change-run.ts'
import { runQuery } from '../features/runs/get-run.ts'
import { DeleteRunDialog, RenameRunDialog } from '../features/runs/run-dialogs.tsx'
import { RunOverview } from '../features/runs/run-overview.tsx'
import { StatusMark } from '../features/runs/run-status.tsx'
import { useRunText } from '../i18n/run.ts'
import css from './run-page.module.css'

const route = getRouteApi('/experiments/$experimentId/runs/$runId/$')

/** In MLflow's words, since its clients and notebooks link here. */
const TABS = ['overview', 'model-metrics', 'system-metrics', 'artifacts'] as const
type Tab = (typeof TABS)[number]

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
  useLiveRun(runId)

  if (error && !run)
    return (
      <>
        <PageHeader crumbs={<Crumbs experimentId={experimentId} />} title={<span>{runId}</span>} />
        <ErrorState error={error} onRetry={() => void refetch()} />
      </>
    )
  return (
    <>
      <PageHeader
        crumbs={<Crumbs experimentId={experimentId} />}
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
      <PageBody>
        {run ? <TabBody {...{ experimentId, runId, tab, path, run }} /> : <Skeleton rows={10} height={34} />}
      </PageBody>
    </>
  )
}

/** What has gone past its first step has a curve worth seeing; single values follow. */
const curvesFirst = (a: Metric, b: Metric) =>
  Number((b.step ?? 0) > 0) - Number((a.step ?? 0) > 0) || (a.key ?? '').localeCompare(b.key ?? '')

const isSystem = ({ key }: { key?: string }) => Boolean(key?.startsWith(SYSTEM_PREFIX))

function Crumbs({ experimentId }: { experimentId: string }) {
  const { t } = useRunText()
  const { data } = useQuery(experimentQuery(experimentId))
  return (
    <>
      <Link to="/experiments">{t('nav.experiments')}</Link>
      <span aria-hidden="true">/</span>
      <Link to="/experiments/$experimentId" params={{ experimentId }}>
        {data?.name ?? experimentId}
      </Link>
    </>
  )
}

function Tabs({ experimentId, runId, tab, hasSystem }: Omit<Props, 'path'> & { hasSystem: boolean }) {
  const { t } = useRunText()
  const shown = TABS.filter((id) => id !== 'system-metrics' || hasSystem || tab === id)
  return (
    <nav className={css.tabs} aria-label={t('run.tabs')}>
      {shown.map((id) => (
        <Link
          key={id}
          to="/experiments/$experimentId/runs/$runId/$"
          params={{ experimentId, runId, _splat: id === 'overview' ? '' : id }}
          aria-current={id === tab ? 'page' : undefined}
          activeOptions={{ exact: true, includeSearch: false }}
        >
          {t(`run.tab.${id}`)}
        </Link>
      ))}
    </nav>
  )
}

function TabBody({ experimentId, runId, tab, path, run }: Props & { run: Run }): ReactNode {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const onSearch = (part: MetricsSearch) =>
    void navigate({ search: (old) => ({ ...old, ...part }), params: (old) => old, replace: true })
  const metrics = run.data?.metrics?.toSorted(curvesFirst) ?? []

  if (tab === 'artifacts')
    return <ArtifactBrowser experimentId={experimentId} runId={runId} selected={path} />
  if (tab === 'overview') return <RunOverview experimentId={experimentId} run={run} />
  const wanted = metrics.filter((metric) => isSystem(metric) === (tab === 'system-metrics'))
  return <MetricCharts key={tab} {...{ runId, search, onSearch }} metrics={wanted} />
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
