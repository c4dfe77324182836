import type { RegistryChange } from '@millrace/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from '../../components/button.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Panel, PanelText } from '../../components/panel.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { useModelText } from '../../i18n/models.ts'
import { historyQuery } from './get-history.ts'
import css from './history-panel.module.css'
import { stageOf } from './stage-mark.tsx'
import { sentenceOf, wordsOf } from './tell-change.ts'

export function HistoryPanel({ name, version }: { name: string; version?: string }) {
  const { t } = useModelText()
  const query = useInfiniteQuery(historyQuery(name, version))
  const changes = query.data?.pages.flatMap(({ changes = [] }) => changes) ?? []
  return (
    <Panel title={t('history.title')}>
      {query.isPending ? (
        <Skeleton rows={3} height={36} />
      ) : query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : changes.length === 0 ? (
        <PanelText>{t('history.none')}</PanelText>
      ) : (
        <ol className={css.changes}>
          {changes.map((change, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a change has no name, and stays behind those before it
            <Change key={at} change={change} />
          ))}
        </ol>
      )}
      {query.hasNextPage && (
        <Button tone="quiet" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('history.more')}
        </Button>
      )}
    </Panel>
  )
}

function Change({ change }: { change: RegistryChange }) {
  return (
    <li>
      <Told change={change} />
      <span className={css.when}>
        <TimeAgo time={change.timestamp} />
        {change.user && ` · ${change.user}`}
      </span>
    </li>
  )
}

function Told({ change }: { change: RegistryChange }) {
  const { t } = useModelText()
  const id = sentenceOf(change)
  if (!id) return <span>{change.change}</span>
  const words = wordsOf(change)
  if (change.change === 'stage')
    return (
      <span>
        {t(id, {
          ...words,
          from: t(`stage.${stageOf(words.from)}`),
          to: t(`stage.${stageOf(words.to)}`),
        })}
      </span>
    )
  if (change.change !== 'description') return <span>{t(id, words)}</span>
  return (
    <details className={css.texts}>
      <summary>{t(id, words)}</summary>
      <Text title={t('history.before')} text={words.from} />
      <Text title={t('history.after')} text={words.to} />
    </details>
  )
}

function Text({ title, text }: { title: string; text: string }) {
  if (!text) return null
  return (
    <>
      <small>{title}</small>
      <pre>{text}</pre>
    </>
  )
}
