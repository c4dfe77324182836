import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { formatBytes } from '../../i18n/format.ts'
import { useRunText } from '../../i18n/run.ts'
import css from './artifact-preview.module.css'
import { nameOf } from './artifact-tree.tsx'
import { HtmlPreview } from './html-preview.tsx'
import { JsonPreview } from './json-preview.tsx'
import { artifactUrl, useListedSize } from './list-artifacts.ts'
import { delimiterOf, type PreviewKind, previewKind } from './preview-kind.ts'
import { decode, headQuery, isBinary } from './read-head.ts'
import { TablePreview } from './table-preview.tsx'

interface Props {
  runId: string
  path: string
}

const TEXT_LIMIT = 100_000

/** How much of a file is read before it is shown; a cut JSON or page would be of no use. */
const LIMITS: Record<Exclude<PreviewKind, 'image'>, number> = {
  text: TEXT_LIMIT,
  table: TEXT_LIMIT,
  json: 2_000_000,
  html: 5_000_000,
}
const MORE_FACTOR = 10

export function ArtifactPreview({ runId, path }: Props) {
  const { t } = useRunText()
  const kind = previewKind(path)
  return (
    <section className={css.preview} aria-label={t('artifacts.frame', { name: nameOf(path) })}>
      <header className={css.head}>
        <h2 title={path}>{path}</h2>
        <a className={css.download} href={artifactUrl(runId, path)} download={nameOf(path)}>
          <Icon name="download" />
          {t('action.download')}
        </a>
      </header>
      {kind === 'image' ? (
        <ImagePreview {...{ runId, path }} />
      ) : (
        <ContentPreview {...{ runId, path, kind }} />
      )}
    </section>
  )
}

function ImagePreview({ runId, path }: Props) {
  const { t } = useRunText()
  const [failed, setFailed] = useState(false)
  const name = t('artifacts.imageAlt', { name: nameOf(path) })
  if (failed) return <EmptyState title={t('artifacts.noPreview')} />
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={css.picture} tabIndex={0} aria-label={name}>
      <img src={artifactUrl(runId, path)} alt={name} onError={() => setFailed(true)} />
    </section>
  )
}

function ContentPreview({ runId, path, kind }: Props & { kind: Exclude<PreviewKind, 'image'> }) {
  const { t, locale } = useRunText()
  const [limit, setLimit] = useState(LIMITS[kind])
  const listed = useListedSize(runId, path)
  const {
    data: head,
    error,
    isPending,
    refetch,
  } = useQuery({
    ...headQuery(runId, path, limit, listed.data),
    enabled: !listed.isPending,
    placeholderData: (old) => old,
  })
  if (isPending) return <Skeleton rows={8} height={28} />
  if (error && !head) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!head) return null
  if (head.bytes.length === 0) return <EmptyState title={t('artifacts.empty')} />
  if (isBinary(head)) return <EmptyState title={t('artifacts.noPreview')} />
  return (
    <>
      {!head.complete && (
        <p className={css.notice}>
          {t('artifacts.first', { size: formatBytes(head.bytes.length, locale) })}
          <Button onClick={() => setLimit(limit * MORE_FACTOR)}>{t('artifacts.loadMore')}</Button>
        </p>
      )}
      <Content kind={kind} text={decode(head)} complete={head.complete} path={path} />
    </>
  )
}

interface ContentProps {
  kind: Exclude<PreviewKind, 'image'>
  text: string
  complete: boolean
  path: string
}

function Content({ kind, text, complete, path }: ContentProps) {
  const plain = (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <pre className={css.text} tabIndex={0}>
      {text}
    </pre>
  )
  if (kind === 'table') return <TablePreview text={text} delimiter={delimiterOf(path)} />
  if (kind === 'json' && complete) return <JsonPreview text={text} fallback={plain} />
  if (kind === 'html') return <HtmlPreview html={text} name={nameOf(path)} />
  return plain
}
