import type { RegisteredModel } from '@millrace/contract'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from '../../components/button.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Panel, PanelText } from '../../components/panel.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { formatCount } from '../../i18n/format.ts'
import { useModelText } from '../../i18n/models.ts'
import { modelsKey } from './search-models.ts'
import { versionsOf, versionsQuery } from './search-versions.ts'
import css from './versions-panel.module.css'
import { VersionsTable } from './versions-table.tsx'

interface Props {
  model: RegisteredModel
  chosen: string[]
  onChoose: (chosen: string[]) => void
}

export function VersionsPanel({ model: { name = '', aliases = [] }, chosen, onChoose }: Props) {
  const { t, locale } = useModelText()
  const client = useQueryClient()
  const query = useInfiniteQuery(versionsQuery(name))
  const versions = versionsOf(query.data, name)
  const count = formatCount(versions.length, locale) + (query.hasNextPage ? '+' : '')
  return (
    <Panel
      title={t('versions.title')}
      count={versions.length > 0 ? count : ''}
      actions={versions.length > 1 && <CompareLink name={name} chosen={chosen} />}
    >
      {query.isPending ? (
        <Skeleton rows={5} height={40} />
      ) : query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : versions.length === 0 ? (
        <PanelText>{t('versions.none')}</PanelText>
      ) : (
        <VersionsTable
          {...{ name, versions, aliases, chosen, onChoose }}
          onDeleted={() => client.invalidateQueries({ queryKey: modelsKey })}
        />
      )}
      {query.hasNextPage && (
        <Button tone="quiet" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('artifacts.loadMore')}
        </Button>
      )}
    </Panel>
  )
}

function CompareLink({ name, chosen }: { name: string; chosen: string[] }) {
  const { t } = useModelText()
  if (chosen.length < 2) return <span className={css.hint}>{t('versions.chooseHint')}</span>
  return (
    <Link to="/models/$name/compare" params={{ name }} search={{ v: chosen }} className={css.compare}>
      {t('versions.compare', { count: chosen.length })}
    </Link>
  )
}
