import { useState } from 'react'
import { IconButton } from '../../components/button.tsx'
import { errorText } from '../../components/error-text.ts'
import { Panel, PanelText } from '../../components/panel.tsx'
import { useToast } from '../../components/toast.tsx'
import { useRunText } from '../../i18n/run.ts'
import { isOwn, type Tag } from './own-tags.ts'
import { TagDialog } from './tag-dialog.tsx'
import css from './tags-panel.module.css'

export interface TagChanges {
  setTag: (key: string, value: string) => Promise<unknown>
  deleteTag: (key: string) => Promise<unknown>
}

interface Props {
  /** Where tags alone would not say whose they are. */
  title?: string
  tags: Tag[]
  changes: TagChanges
}

export function TagsPanel({ title, tags, changes }: Props) {
  const { t } = useRunText()
  const toast = useToast()
  const { deleteTag, setTag } = changes
  const [dialog, setDialog] = useState<{ tag?: Tag }>()
  const shown = tags.filter(isOwn)

  const removeTag = async ({ key = '', value = '' }: Tag) => {
    try {
      await deleteTag(key)
      toast({ text: t('run.tags.remove', { key }), undo: () => setTag(key, value) })
    } catch (error) {
      toast({ text: errorText(error, t) })
    }
  }

  return (
    <Panel
      title={title ?? t('run.tags')}
      actions={<IconButton icon="plus" label={t('run.tags.add')} onClick={() => setDialog({})} />}
    >
      {shown.length === 0 ? (
        <PanelText>{t('run.tags.none')}</PanelText>
      ) : (
        <ul className={css.tags}>
          {shown.map((tag) => (
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
      {dialog && <TagDialog tag={dialog.tag} onSave={setTag} onClose={() => setDialog(undefined)} />}
    </Panel>
  )
}
