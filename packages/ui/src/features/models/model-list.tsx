// biome-ignore-all lint/a11y/useSemanticElements: rows drawn out of the flow cannot be a table element
// biome-ignore-all lint/a11y/useFocusableInteractive: cells and headers hold what can be focused
import type { RegisteredModel } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import rowList from '../../components/row-list.module.css'
import { SortHeader } from '../../components/sort-header.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { useModelText } from '../../i18n/models.ts'
import { TagChips } from '../tags/tag-chips.tsx'
import { AliasChip } from './alias-chip.tsx'
import { latestVersionOf } from './get-model.ts'
import css from './model-list.module.css'
import { useListKeys } from './use-list-keys.ts'

export const MODEL_ROW_HEIGHT = 44
const LOAD_AHEAD_ROWS = 20
const SHOWN_ALIASES = 2

interface Props {
  models: RegisteredModel[]
  sort: string | undefined
  onSort: (sort: string | undefined) => void
  onEnd: () => void
  busy: boolean
}

export function ModelList({ models, sort, onSort, onEnd, busy }: Props) {
  const { t } = useModelText()
  const list = useRef<HTMLDivElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: models.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => MODEL_ROW_HEIGHT,
    overscan: 10,
  })
  const visible = rows.getVirtualItems()
  const last = visible.at(-1)?.index ?? 0

  useEffect(() => {
    if (last >= models.length - LOAD_AHEAD_ROWS) onEnd()
  }, [last, models.length, onEnd])
  useListKeys(list, models.length, rows.scrollToIndex)

  const header = (id: string, label: string) => (
    <SortHeader id={id} label={label} sort={sort} onSort={onSort} />
  )
  return (
    <div
      ref={list}
      className={`${rowList.list} ${busy ? rowList.busy : ''}`}
      role="table"
      aria-label={t('nav.models')}
      aria-rowcount={models.length + 1}
      aria-busy={busy}
    >
      <div role="rowgroup">
        <div className={`${rowList.row} ${css.row} ${rowList.head}`} role="row" aria-rowindex={1}>
          {header('name', t('field.name'))}
          <span role="columnheader">{t('models.latest')}</span>
          <span role="columnheader">{t('models.aliases')}</span>
          {header('updated', t('models.updated'))}
        </div>
      </div>
      <div ref={scroller} className={rowList.scroller} role="rowgroup">
        <div role="presentation" className={rowList.canvas} style={{ height: rows.getTotalSize() }}>
          {visible.map(({ index, start }) => {
            const model = models[index]
            return model && <ModelRow key={model.name} model={model} index={index} top={start} />
          })}
        </div>
      </div>
    </div>
  )
}

function ModelRow({ model, index, top }: { model: RegisteredModel; index: number; top: number }) {
  const { t } = useModelText()
  const { name = '', tags = [], aliases = [], last_updated_timestamp } = model
  const latest = latestVersionOf(model)
  const more = aliases.slice(SHOWN_ALIASES).map(({ alias, version }) => `@${alias} → ${version}`)
  return (
    <div
      className={`${rowList.row} ${css.row} ${rowList.item}`}
      role="row"
      aria-rowindex={index + 2}
      style={{ transform: `translateY(${top}px)`, height: MODEL_ROW_HEIGHT }}
    >
      <span role="cell" className={rowList.name}>
        <Link to="/models/$name" params={{ name }} title={name} data-row={index}>
          {name}
        </Link>
        <TagChips tags={tags} />
      </span>
      <span role="cell" className={css.latest}>
        {latest && (
          <Link to="/models/$name/versions/$version" params={{ name, version: latest }}>
            {t('versions.number', { version: latest })}
          </Link>
        )}
      </span>
      <span role="cell" className={css.aliases}>
        {aliases.slice(0, SHOWN_ALIASES).map(({ alias = '', version }) => (
          <AliasChip key={alias} alias={alias} version={version} />
        ))}
        {more.length > 0 && <span title={more.join('\n')}>+{more.length}</span>}
      </span>
      <span role="cell" className={`${rowList.time} ${css.time}`}>
        <TimeAgo time={last_updated_timestamp} />
      </span>
    </div>
  )
}
