// biome-ignore-all lint/a11y/useSemanticElements: rows drawn out of the flow cannot be a table element
// biome-ignore-all lint/a11y/useFocusableInteractive: cells and headers hold what can be focused
import type { Experiment } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import { Menu, type MenuItem } from '../../components/menu.tsx'
import rowList from '../../components/row-list.module.css'
import { SortHeader } from '../../components/sort-header.tsx'
import { Spoken } from '../../components/spoken.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { useText } from '../../i18n/index.ts'
import { TagChips } from '../tags/tag-chips.tsx'
import { useExperimentChanges } from './change-experiments.ts'
import { DeleteExperimentDialog, RenameExperimentDialog } from './experiment-dialogs.tsx'
import css from './experiment-list.module.css'

export const EXPERIMENT_ROW_HEIGHT = 44
const LOAD_AHEAD_ROWS = 20
const COLUMNS = ['name', 'created', 'updated'] as const

interface Props {
  experiments: Experiment[]
  sort: string | undefined
  onSort: (sort: string | undefined) => void
  onEnd: () => void
}

export function ExperimentList({ experiments, sort, onSort, onEnd }: Props) {
  const { t } = useText()
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: experiments.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => EXPERIMENT_ROW_HEIGHT,
    overscan: 10,
  })
  const visible = rows.getVirtualItems()
  const last = visible.at(-1)?.index ?? 0

  useEffect(() => {
    if (last >= experiments.length - LOAD_AHEAD_ROWS) onEnd()
  }, [last, experiments.length, onEnd])

  return (
    <div
      className={rowList.list}
      role="table"
      aria-label={t('nav.experiments')}
      aria-rowcount={experiments.length + 1}
    >
      <div role="rowgroup">
        <div className={`${rowList.row} ${css.row} ${rowList.head}`} role="row" aria-rowindex={1}>
          {COLUMNS.map((id) => (
            <SortHeader key={id} id={id} label={t(`experiments.column.${id}`)} sort={sort} onSort={onSort} />
          ))}
          <span role="columnheader" className={css.last}>
            <Spoken>{t('field.actions')}</Spoken>
          </span>
        </div>
      </div>
      <div ref={scroller} className={rowList.scroller} role="rowgroup">
        <div role="presentation" className={rowList.canvas} style={{ height: rows.getTotalSize() }}>
          {visible.map(({ index, start }) => {
            const experiment = experiments[index]
            return (
              experiment && (
                <ExperimentRow
                  key={experiment.experiment_id}
                  experiment={experiment}
                  index={index}
                  top={start}
                />
              )
            )
          })}
        </div>
      </div>
    </div>
  )
}

function ExperimentRow({ experiment, index, top }: { experiment: Experiment; index: number; top: number }) {
  const { name = '', experiment_id = '', creation_time, last_update_time, tags = [] } = experiment
  return (
    <div
      className={`${rowList.row} ${css.row} ${rowList.item}`}
      role="row"
      aria-rowindex={index + 2}
      style={{ transform: `translateY(${top}px)`, height: EXPERIMENT_ROW_HEIGHT }}
    >
      <span role="cell" className={rowList.name}>
        <Link to="/experiments/$experimentId" params={{ experimentId: experiment_id }} title={name}>
          {name}
        </Link>
        <TagChips tags={tags} />
      </span>
      <span role="cell" className={rowList.time}>
        <TimeAgo time={creation_time} />
      </span>
      <span role="cell" className={rowList.time}>
        <TimeAgo time={last_update_time} />
      </span>
      <span role="cell" className={css.last}>
        <ExperimentMenu experiment={experiment} />
      </span>
    </div>
  )
}

function ExperimentMenu({ experiment }: { experiment: Experiment }) {
  const { t } = useText()
  const { restore } = useExperimentChanges()
  const [dialog, setDialog] = useState<'rename' | 'delete'>()
  const close = () => setDialog(undefined)
  const items: MenuItem[] =
    experiment.lifecycle_stage === 'deleted'
      ? [{ label: t('action.restore'), onSelect: () => void restore(experiment.experiment_id ?? '') }]
      : [
          { label: t('action.rename'), onSelect: () => setDialog('rename') },
          { label: t('action.delete'), tone: 'danger', onSelect: () => setDialog('delete') },
        ]
  return (
    <>
      <Menu label={t('field.actionsOf', { name: experiment.name ?? '' })} items={items} />
      {dialog === 'rename' && <RenameExperimentDialog experiment={experiment} onClose={close} />}
      {dialog === 'delete' && <DeleteExperimentDialog experiment={experiment} onClose={close} />}
    </>
  )
}
