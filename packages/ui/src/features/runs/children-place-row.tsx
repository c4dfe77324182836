// biome-ignore-all lint/a11y/useSemanticElements: rows drawn out of the flow cannot be a table element
// biome-ignore-all lint/a11y/useFocusableInteractive: cells and headers hold what can be focused
import { Link } from '@tanstack/react-router'
import { useText } from '../../i18n/index.ts'
import type { TableRow } from './nest-runs.ts'
import css from './runs-table.module.css'
import { childrenFilter } from './search-children.ts'

interface Props {
  row: Exclude<TableRow, { run: unknown }>
  experimentId: string
  index: number
  top: number
}

/** Stands for children that are not there: they are on their way, too many, or could not be read. */
export function ChildrenPlaceRow({ row: { depth, parentId, state }, experimentId, index, top }: Props) {
  const { t } = useText()
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-level={depth + 1}
      aria-busy={state === 'waiting'}
      className={`${css.row} ${css.item}`}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="gridcell" className={css.name} style={{ paddingLeft: 10 + depth * 18 }}>
        {state === 'waiting' && <span className={css.waiting} />}
        {state === 'failed' && <span role="alert">{t('runs.children.failed')}</span>}
        {state === 'more' && (
          <Link
            to="/experiments/$experimentId"
            params={{ experimentId }}
            search={{ filter: childrenFilter(parentId) }}
            tabIndex={-1}
          >
            {t('runs.children.more')}
          </Link>
        )}
      </span>
    </div>
  )
}
