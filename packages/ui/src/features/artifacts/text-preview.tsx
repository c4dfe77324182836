import { useQuery } from '@tanstack/react-query'
import { lazy } from 'react'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useArtifactText } from '../../i18n/artifacts.ts'
import css from './artifact-preview.module.css'
import { JsonPreview } from './json-preview.tsx'
import { LogPreview } from './log-preview.tsx'
import { MarkdownPreview } from './markdown-preview.tsx'
import { nameOf } from './name-of.ts'
import type { PreviewKind } from './preview-kind.ts'
import { decode, headQuery, isBinary } from './read-head.ts'

const NotebookPreview = lazy(async () => ({
  default: (await import('./notebook-preview.tsx')).NotebookFile,
}))

const TEXT_LIMIT = 200_000
const WHOLE_LIMIT = 20_000_000

/** How much of a file is read before it is shown; of what is cut off some kinds make no sense, and are shown as text. */
const LIMITS: Partial<Record<PreviewKind, number>> = { json: WHOLE_LIMIT, notebook: WHOLE_LIMIT }

interface Props {
  owner: string
  path: string
  kind: PreviewKind
  size: number | undefined
}

export function TextPreview({ owner, path, kind, size }: Props) {
  const { t } = useArtifactText()
  const limit = LIMITS[kind] ?? TEXT_LIMIT
  const {
    data: head,
    error,
    isPending,
    refetch,
  } = useQuery({ ...headQuery(owner, path, limit, size), placeholderData: (old) => old })
  if (isPending) return <Skeleton rows={8} height={28} />
  if (error && !head) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!head) return null
  if (head.bytes.length === 0) return <EmptyState title={t('artifacts.empty')} />
  if (isBinary(head)) return <EmptyState title={t('artifacts.noPreview')} />
  if (!head.complete) return <LogPreview owner={owner} path={path} size={size} />
  return <Content owner={owner} kind={kind} text={decode(head)} name={nameOf(path)} />
}

interface ContentProps {
  owner: string
  kind: PreviewKind
  text: string
  name: string
}

function Content({ owner, kind, text, name }: ContentProps) {
  const plain = (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <pre className={css.text} tabIndex={0}>
      {text}
    </pre>
  )
  if (kind === 'json') return <JsonPreview owner={owner} text={text} fallback={plain} />
  if (kind === 'notebook') return <NotebookPreview text={text} name={name} fallback={plain} />
  if (kind === 'markdown') return <MarkdownPreview text={text} plain={plain} />
  return plain
}
