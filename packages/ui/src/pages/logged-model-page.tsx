import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { CopyButton } from '../components/copy-button.tsx'
import { ErrorState } from '../components/error-state.tsx'
import { PageBody } from '../components/page-body.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { PageTabs } from '../components/page-tabs.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useDocumentTitle } from '../components/use-document-title.ts'
import { Artifacts } from '../features/artifacts/artifact-browser.tsx'
import { ExperimentCrumbs } from '../features/experiments/experiment-crumbs.tsx'
import { loggedModelQuery } from '../features/models/get-model.ts'
import { LoggedModelOverview } from '../features/models/logged-model-overview.tsx'
import { useModelText } from '../i18n/models.ts'

const route = getRouteApi('/experiments/$experimentId/models/$modelId/$')

/** In MLflow's words, since its clients link here; below `artifacts` a file. */
const TABS = ['overview', 'artifacts'] as const

export function LoggedModelPage() {
  const { experimentId, modelId, _splat = '' } = route.useParams()
  const { data: model, error, refetch } = useQuery(loggedModelQuery(modelId))
  const { lang } = route.useSearch()
  const navigate = route.useNavigate()
  const [first, ...rest] = _splat.split('/')
  const tab = TABS.find((tab) => tab === first) ?? 'overview'
  const name = model?.info?.name || modelId
  useDocumentTitle(name)
  return (
    <>
      <PageHeader
        crumbs={<ExperimentCrumbs experimentId={experimentId} />}
        title={
          <>
            <span title={name}>{name}</span>
            <CopyButton text={`models:/${modelId}`} label={`models:/${modelId}`} />
          </>
        }
      />
      <Tabs {...{ experimentId, modelId, tab }} />
      <PageBody>
        {error && !model ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : !model ? (
          <Skeleton rows={10} height={34} />
        ) : tab === 'artifacts' ? (
          <Artifacts
            owner={modelId}
            selected={rest.join('/')}
            pathTo={(path) => ({
              to: '/experiments/$experimentId/models/$modelId/$',
              params: { experimentId, modelId, _splat: `artifacts/${path}` },
            })}
          />
        ) : (
          <LoggedModelOverview
            key={modelId}
            model={model}
            language={lang}
            onLanguage={(lang) =>
              void navigate({
                search: (old) => ({ ...old, lang: lang === 'python' ? undefined : lang }),
                replace: true,
              })
            }
          />
        )}
      </PageBody>
    </>
  )
}

interface TabsProps {
  experimentId: string
  modelId: string
  tab: (typeof TABS)[number]
}

function Tabs({ experimentId, modelId, tab }: TabsProps) {
  const { t } = useModelText()
  return (
    <PageTabs
      label={t('logged.tabs')}
      shown={tab}
      tabs={TABS.map((id) => ({
        id,
        label: t(`run.tab.${id}`),
        link: {
          to: '/experiments/$experimentId/models/$modelId/$',
          params: { experimentId, modelId, _splat: id === 'overview' ? '' : id },
        },
      }))}
    />
  )
}
