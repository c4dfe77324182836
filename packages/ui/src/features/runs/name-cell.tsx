// biome-ignore-all lint/a11y/useSemanticElements: rows drawn out of the flow cannot be a table element
// biome-ignore-all lint/a11y/useFocusableInteractive: cells and headers hold what can be focused
import { runHref } from '../../app/run-href.ts'
import { Icon } from '../../components/icon.tsx'
import { useText } from '../../i18n/index.ts'
import type { NestedRun } from './nest-runs.ts'
import { colourOf } from './run-colours.ts'
import type { RowActions } from './run-row.tsx'
import { StatusMark } from './run-status.tsx'
import css from './runs-table.module.css'

interface Props extends Pick<RowActions, 'onToggle' | 'onSelect' | 'onHide'> {
  row: NestedRun
  selected: boolean
  hidden: boolean
  open: boolean
}

export function NameCell(props: Props) {
  const { row, selected, hidden, open, onToggle, onSelect, onHide } = props
  const { run, id, depth, childCount, orphan } = row
  const { t } = useText()
  const name = run.info?.run_name || id
  const eye = t(hidden ? 'runs.show' : 'runs.hide', { name })
  return (
    <span role="gridcell" className={css.name} style={{ paddingLeft: 10 + depth * 18 }}>
      <input
        type="checkbox"
        tabIndex={-1}
        aria-label={t('runs.select', { name })}
        checked={selected}
        onChange={(event) => onSelect(id, (event.nativeEvent as MouseEvent).shiftKey)}
        // The row takes a click with Shift for a range of its own.
        onClick={(event) => event.stopPropagation()}
      />
      {childCount > 0 ? (
        <button
          type="button"
          tabIndex={-1}
          className={`${css.toggle} ${open ? css.open : ''}`}
          aria-label={t('runs.children', { count: childCount })}
          title={t('runs.children', { count: childCount })}
          onClick={() => onToggle(id)}
        >
          <Icon name="chevron" size={12} />
        </button>
      ) : (
        <span className={css.toggle} title={orphan ? t('runs.isChild') : undefined}>
          {orphan && <Icon name="child" size={12} />}
        </span>
      )}
      <button
        type="button"
        tabIndex={-1}
        aria-label={eye}
        aria-pressed={hidden}
        title={eye}
        className={css.eye}
        onClick={() => onHide(id)}
      >
        <span
          className={css.dot}
          style={{ borderColor: colourOf(run), background: hidden ? 'none' : colourOf(run) }}
        />
      </button>
      <StatusMark status={run.info?.status} />
      <a
        href={runHref(run.info?.experiment_id ?? '', id)}
        tabIndex={-1}
        title={name}
        dir="auto"
        className={css.link}
      >
        {name}
      </a>
    </span>
  )
}
