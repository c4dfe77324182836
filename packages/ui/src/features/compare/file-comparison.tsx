import { useQuery } from '@tanstack/react-query'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { TextDiff } from '../../components/text-diff.tsx'
import { useChartText } from '../../i18n/charts.ts'
import { formatBytes } from '../../i18n/format.ts'
import { delimiterOf, previewKind } from '../artifacts/preview-kind.ts'
import { decode, headQuery, isBinary } from '../artifacts/read-head.ts'
import css from './file-comparison.module.css'
import { ImageSlider } from './image-slider.tsx'
import { TableDiff } from './table-diff.tsx'

interface Side {
  id: string
  name: string
}

interface Props {
  path: string
  left: Side
  right: Side
}

const LIMIT = 200_000

/** The same file of two runs: images under a slider, tables by cells, everything else by lines. */
export function FileComparison({ path, left, right }: Props) {
  return (
    <>
      <header className={css.head}>
        <h2 title={path}>{path}</h2>
        <span>
          {left.name} → {right.name}
        </span>
      </header>
      {previewKind(path) === 'image' ? (
        <ImageSlider path={path} left={left} right={right} />
      ) : (
        <ContentComparison path={path} left={left} right={right} />
      )}
    </>
  )
}

function ContentComparison({ path, left, right }: Props) {
  const { t, locale } = useChartText()
  const from = useQuery(headQuery(left.id, path, LIMIT, undefined))
  const to = useQuery(headQuery(right.id, path, LIMIT, undefined))
  if (from.isPending || to.isPending) return <Skeleton rows={8} height={28} />
  const failed = [from, to].find(({ data }) => !data)
  if (failed || !from.data || !to.data)
    return <ErrorState error={failed?.error} onRetry={() => void failed?.refetch()} />
  const heads = [from.data, to.data]
  if (heads.some(isBinary)) return <EmptyState title={t('artifacts.noPreview')} />
  const [before = '', after = ''] = heads.map(decode)
  if (before === after) return <EmptyState title={t('compareRuns.identical')} />
  return (
    <>
      {heads.some(({ complete }) => !complete) && (
        <p className={css.notice}>{t('compareRuns.first', { size: formatBytes(LIMIT, locale) })}</p>
      )}
      {previewKind(path) === 'table' ? (
        <TableDiff before={before} after={after} delimiter={delimiterOf(path)} />
      ) : (
        <TextDiff from={before} to={after} by="lines" label={t('compareRuns.diff')} />
      )}
    </>
  )
}
