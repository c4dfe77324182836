import { Button } from '../../components/button.tsx'
import { errorText } from '../../components/error-text.ts'
import { useRunsText } from '../../i18n/runs.ts'
import { wrongPart } from './filter-grammar.ts'
import css from './run-filter.module.css'
import { toFilter } from './search-runs.ts'

interface Props {
  id: string
  filter: string
  error: unknown
  /** Leads to a part of the filter. */
  onShow: (start: number, end: number) => void
}

/** What the server has against a filter, and where. */
export function FilterError({ id, filter, error, onShow }: Props) {
  const { t } = useRunsText()
  const part = toFilter(filter) === filter ? wrongPart(filter) : undefined
  return (
    <div id={id} role="alert" className={css.error}>
      <p>{errorText(error, t)}</p>
      {part && (
        <p>
          <code>
            {filter.slice(0, part.start)}
            <mark className={css.wrong}>{filter.slice(part.start, part.end)}</mark>
            {filter.slice(part.end)}
          </code>{' '}
          <Button tone="quiet" onClick={() => onShow(part.start, part.end)}>
            {t('filter.goThere')}
          </Button>
        </p>
      )}
    </div>
  )
}
