import { getRouteApi, Link } from '@tanstack/react-router'
import { EmptyState } from '../components/empty-state.tsx'
import { ErrorState } from '../components/error-state.tsx'
import { PageBody } from '../components/page-body.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Toolbar } from '../components/toolbar.tsx'
import { useDocumentTitle } from '../components/use-document-title.ts'
import { CompareTable } from '../features/models/compare-table.tsx'
import { useCompared } from '../features/models/use-compared.ts'
import { useModelText } from '../i18n/models.ts'
import css from './compare-versions-page.module.css'

const route = getRouteApi('/models/$name/compare')

export function CompareVersionsPage() {
  const { t } = useModelText()
  const { name } = route.useParams()
  const { v = [], only } = route.useSearch()
  const navigate = route.useNavigate()
  useDocumentTitle(`${name} · ${t('compare.title')}`)
  return (
    <>
      <PageHeader
        crumbs={
          <>
            <Link to="/models">{t('nav.models')}</Link>
            <span aria-hidden="true">/</span>
            <Link to="/models/$name" params={{ name }} search={{ v }}>
              {name}
            </Link>
          </>
        }
        title={<span>{t('compare.title')}</span>}
      />
      <Toolbar>
        <label className={css.only}>
          <input
            type="checkbox"
            checked={only === 'differences'}
            onChange={({ currentTarget: { checked } }) =>
              void navigate({
                search: (old) => ({ ...old, only: checked ? 'differences' : undefined }),
                replace: true,
              })
            }
          />
          {t('compare.onlyDifferences')}
        </label>
      </Toolbar>
      <PageBody>
        {v.length > 0 ? (
          <Compared name={name} numbers={[...new Set(v)]} onlyDifferences={only === 'differences'} />
        ) : (
          <EmptyState title={t('compare.choose')} />
        )}
      </PageBody>
    </>
  )
}

function Compared({
  name,
  numbers,
  onlyDifferences,
}: {
  name: string
  numbers: string[]
  onlyDifferences: boolean
}) {
  const { locale } = useModelText()
  const compared = useCompared(name, numbers, locale)
  if (compared.error) return <ErrorState error={compared.error} onRetry={compared.retry} />
  if (compared.isPending) return <Skeleton rows={10} height={34} />
  return <CompareTable name={name} compared={compared} onlyDifferences={onlyDifferences} />
}
