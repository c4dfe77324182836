import type { Run, RunTag } from '@millrace/contract'
import { useState } from 'react'
import { IconButton } from '../../components/button.tsx'
import { errorText } from '../../components/error-text.ts'
import { Panel } from '../../components/panel.tsx'
import { useToast } from '../../components/toast.tsx'
import { useText } from '../../i18n/index.ts'
import { useRunChanges } from './change-run.ts'
import { TagDialog } from './run-dialogs.tsx'
import css from './tags-panel.module.css'

/** MLflow keeps its own bookkeeping under this prefix; the page shows that elsewhere. */
const isOwn = ({ key }: RunTag) => !key?.startsWith('mlflow.')

export function TagsPanel({ run }: { run: Run }) {
  const { t } = useText()
  const toast = useToast()
  const { deleteTag, setTag } = useRunChanges(run)
  const [dialog, setDialog] = useState<{ tag?: RunTag }>()
  const tags = run.data?.tags?.filter(isOwn) ?? []

  const removeTag = async ({ key = '', value = '' }: RunTag) => {
    try {
      await deleteTag(key)
      toast({ text: t('run.tags.remove', { key }), undo: () => void setTag(key, value) })
    } catch (error) {
      toast({ text: errorText(error, t) })
    }
  }

  return (
    <Panel
      title={t('run.tags')}
      actions={<IconButton icon="plus" label={t('run.tags.add')} onClick={() => setDialog({})} />}
    >
      {tags.length === 0 ? (
        <p className={css.empty}>{t('run.tags.none')}</p>
      ) : (
        <ul className={css.tags}>
          {tags.map((tag) => (
            <li key={tag.key} className={css.tag}>
              <button
                type="button"
                title={t('run.tags.edit', { key: tag.key ?? '' })}
                onClick={() => setDialog({ tag })}
              >
                <b>{tag.key}</b> {tag.value}
              </button>
              <IconButton
                icon="close"
                label={t('run.tags.remove', { key: tag.key ?? '' })}
                onClick={() => void removeTag(tag)}
              />
            </li>
          ))}
        </ul>
      )}
      {dialog && <TagDialog run={run} tag={dialog.tag} onClose={() => setDialog(undefined)} />}
    </Panel>
  )
}
