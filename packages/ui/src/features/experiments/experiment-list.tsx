// biome-ignore-all lint/a11y/useSemanticElements: rows drawn out of the flow cannot be a table element
// biome-ignore-all lint/a11y/useFocusableInteractive: cells and headers hold what can be focused
import type { Experiment, ExperimentActivity } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { errorText } from '../../components/error-text.ts'
import { Icon } from '../../components/icon.tsx'
import { Menu, type MenuItem } from '../../components/menu.tsx'
import rowList from '../../components/row-list.module.css'
import { RowList } from '../../components/row-list.tsx'
import { SortHeader } from '../../components/sort-header.tsx'
import { Spoken } from '../../components/spoken.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { useToast } from '../../components/toast.tsx'
import { formatCount } from '../../i18n/format.ts'
import { useText } from '../../i18n/index.ts'
import { TagChips } from '../tags/tag-chips.tsx'
import { useExperimentChanges } from './change-experiments.ts'
import css from './experiment-list.module.css'
import type { ListRow } from './group-by-folder.ts'

const loadDialogs = () => import('./experiment-dialogs.tsx')
const RenameExperimentDialog = lazy(async () => ({ default: (await loadDialogs()).RenameExperimentDialog }))
const DeleteExperimentDialog = lazy(async () => ({ default: (await loadDialogs()).DeleteExperimentDialog }))
const TagsDialog = lazy(async () => ({ default: (await import('./tags-dialog.tsx')).TagsDialog }))

interface Props {
  rows: ListRow[]
  activity: ReadonlyMap<string, ExperimentActivity>
  sort: string | undefined
  onSort: (sort: string | undefined) => void
  onEnd: () => void
}

export function ExperimentList({ rows, activity, sort, onSort, onEnd }: Props) {
  const { t } = useText()
  const header = (id: 'name' | 'created' | 'updated') => (
    <SortHeader id={id} label={t(`experiments.column.${id}`)} sort={sort} onSort={onSort} />
  )
  return (
    <RowList
      label={t('nav.experiments')}
      items={rows}
      keyOf={(row) => (row.type === 'folder' ? row.path : row.experiment.experiment_id)}
      grid={css.row}
      head={
        <>
          {header('name')}
          <span role="columnheader" className={css.runs}>
            {t('experiments.column.runs')}
          </span>
          <span role="columnheader">{t('experiments.column.lastRun')}</span>
          {header('created')}
          {header('updated')}
          <span role="columnheader" className={css.last}>
            <Spoken>{t('field.actions')}</Spoken>
          </span>
        </>
      }
      row={(row, index) =>
        row.type === 'folder' ? (
          <FolderCells path={row.path} name={row.name} count={row.count} index={index} />
        ) : (
          <ExperimentCells
            experiment={row.experiment}
            name={row.name}
            index={index}
            activity={activity.get(row.experiment.experiment_id ?? '')}
          />
        )
      }
      onEnd={onEnd}
    />
  )
}

interface FolderProps {
  path: string
  name: string
  count: number
  index: number
}

function FolderCells({ path, name, count, index }: FolderProps) {
  const { t } = useText()
  return (
    <span role="cell" className={`${rowList.name} ${css.folder}`}>
      <Icon name="folder" />
      <Link to="/experiments" search={(old) => ({ ...old, folder: path })} title={path} data-row={index}>
        {name}
      </Link>
      <span className={rowList.time}>{t('experiments.inFolder', { count })}</span>
    </span>
  )
}

interface CellsProps {
  experiment: Experiment
  name: string
  index: number
  activity: ExperimentActivity | undefined
}

function ExperimentCells({ experiment, name, index, activity }: CellsProps) {
  const { locale } = useText()
  const { experiment_id = '', creation_time, last_update_time, tags = [] } = experiment
  return (
    <>
      <span role="cell" className={rowList.name}>
        <Link
          to="/experiments/$experimentId"
          params={{ experimentId: experiment_id }}
          title={experiment.name}
          data-row={index}
        >
          {name}
        </Link>
        <TagChips tags={tags} />
      </span>
      <span role="cell" className={css.runs}>
        {activity && formatCount(activity.runs, locale)}
      </span>
      <span role="cell" className={rowList.time}>
        <TimeAgo time={activity?.last_start_time} />
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
    </>
  )
}

function ExperimentMenu({ experiment }: { experiment: Experiment }) {
  const { t } = useText()
  const toast = useToast()
  const { restore } = useExperimentChanges()
  const [dialog, setDialog] = useState<'rename' | 'tags' | 'delete'>()
  const close = () => setDialog(undefined)
  const restoreOrSay = () =>
    void restore(experiment.experiment_id ?? '').catch((error) => toast({ text: errorText(error, t) }))
  const items: MenuItem[] =
    experiment.lifecycle_stage === 'deleted'
      ? [{ label: t('action.restore'), onSelect: restoreOrSay }]
      : [
          { label: t('action.rename'), onSelect: () => setDialog('rename') },
          { label: t('columns.tags'), onSelect: () => setDialog('tags') },
          { label: t('action.delete'), tone: 'danger', onSelect: () => setDialog('delete') },
        ]
  return (
    <>
      <Menu label={t('field.actionsOf', { name: experiment.name ?? '' })} items={items} />
      <Suspense>
        {dialog === 'rename' && <RenameExperimentDialog experiment={experiment} onClose={close} />}
        {dialog === 'tags' && <TagsDialog experiment={experiment} onClose={close} />}
        {dialog === 'delete' && <DeleteExperimentDialog experiment={experiment} onClose={close} />}
      </Suspense>
    </>
  )
}
