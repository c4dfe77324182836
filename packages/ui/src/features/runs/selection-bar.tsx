import { useState } from 'react'
import { compareHref } from '../../app/compare-href.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { errorText } from '../../components/error-text.ts'
import { useToast } from '../../components/toast.tsx'
import { useRunsText } from '../../i18n/runs.ts'
import { isWide } from '../experiments/scope.ts'
import { type Outcome, useBulkChanges } from './bulk-changes.ts'
import { BulkDeleteDialog, BulkTagDialog } from './bulk-dialogs.tsx'
import { MoveDialog } from './move-dialog.tsx'
import css from './selection-bar.module.css'
import type { Selection } from './use-selection.ts'

interface Props {
  experimentId: string
  selection: Selection
  deleted: boolean
}

/** Over the table's lower edge while runs are chosen. */
export function SelectionBar({ experimentId, selection, deleted }: Props) {
  const { t } = useRunsText()
  const toast = useToast()
  const { remove, restore, setTag, moveTo } = useBulkChanges(experimentId)
  const [dialog, setDialog] = useState<'tag' | 'move' | 'delete'>()
  const ids = [...selection.ids]
  const count = ids.length

  /** Refused runs stay chosen, so that it can be tried again. */
  const tell = (
    { done, errors }: Outcome,
    text: 'bulk.deleted' | 'bulk.restored' | 'bulk.tagged',
    undo?: () => Promise<void>,
  ) => {
    if (done.length === 0 && errors.length > 0) throw errors[0]
    const failed =
      errors.length > 0 ? ` ${t('bulk.failed', { count: errors.length, why: errorText(errors[0], t) })}` : ''
    toast({ text: t(text, { count: done.length }) + failed, undo })
    return done
  }
  const move = async (verb: 'remove' | 'restore') => {
    const [deed, back] = verb === 'remove' ? [remove, restore] : [restore, remove]
    const done = tell(await deed(ids), verb === 'remove' ? 'bulk.deleted' : 'bulk.restored', async () => {
      const { errors } = await back(done)
      if (errors.length > 0) throw errors[0]
    })
    for (const id of done) selection.toggle(id)
  }
  const tag = async (key: string, value: string) => tell(await setTag(ids, key, value), 'bulk.tagged')
  const moveAll = async (target: string, name: string) => {
    await moveTo(ids, target)
    selection.clear()
    const text = t('bulk.moved', { count, name })
    // Runs of several experiments have no one place to go back to.
    toast(isWide(experimentId) ? { text } : { text, undo: () => moveTo(ids, experimentId) })
  }
  const restoreAll = () => move('restore').catch((error) => toast({ text: errorText(error, t) }))

  return (
    <div role="toolbar" aria-label={t('bulk.title')} className={css.bar}>
      <span role="status" className={css.count}>
        {t('bulk.count', { count })}
      </span>
      {deleted ? (
        <Button onClick={() => void restoreAll()}>{t('action.restore')}</Button>
      ) : (
        <>
          {count > 1 && (
            <a href={compareHref(ids)} className={css.compare}>
              {t('bulk.compare')}
            </a>
          )}
          <Button onClick={() => setDialog('tag')}>{t('bulk.tag')}</Button>
          <Button onClick={() => setDialog('move')}>{t('bulk.move')}</Button>
          <Button onClick={() => setDialog('delete')}>{t('action.delete')}</Button>
        </>
      )}
      <IconButton icon="close" label={t('bulk.clear')} onClick={selection.clear} />
      {dialog === 'tag' && <BulkTagDialog count={count} onSave={tag} onClose={() => setDialog(undefined)} />}
      {dialog === 'move' && (
        <MoveDialog {...{ count, experimentId }} onMove={moveAll} onClose={() => setDialog(undefined)} />
      )}
      {dialog === 'delete' && (
        <BulkDeleteDialog
          count={count}
          onDelete={() => move('remove')}
          onClose={() => setDialog(undefined)}
        />
      )}
    </div>
  )
}
