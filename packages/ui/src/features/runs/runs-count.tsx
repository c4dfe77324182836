import { Button } from '../../components/button.tsx'
import { errorText } from '../../components/error-text.ts'
import { useText } from '../../i18n/index.ts'
import css from './runs-count.module.css'

interface Props {
  query: {
    isSuccess: boolean
    isFetchNextPageError: boolean
    error: unknown
    fetchNextPage: () => unknown
  }
  loaded: number
  /** How many match; undefined while that is not known. */
  total: number | undefined
}

/** The line below the table: how many runs there are, or why no more come. */
export function RunsCount({ query, loaded, total }: Props) {
  const { t } = useText()
  return (
    <p className={css.count} role="status">
      {query.isFetchNextPageError ? (
        <>
          {errorText(query.error, t)}{' '}
          <Button tone="quiet" onClick={() => void query.fetchNextPage()}>
            {t('action.retry')}
          </Button>
        </>
      ) : (
        query.isSuccess &&
        (total === undefined ? t('runs.loaded', { count: loaded }) : t('runs.count', { count: total }))
      )}
    </p>
  )
}
