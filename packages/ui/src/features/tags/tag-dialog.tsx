import { useState } from 'react'
import { Field, FormDialog } from '../../components/form-dialog.tsx'
import { useRunText } from '../../i18n/run.ts'
import type { Tag } from './own-tags.ts'
import type { TagChanges } from './tags-panel.tsx'

interface Props {
  /** Without one it asks for a new one. */
  tag: Tag | undefined
  onSave: TagChanges['setTag']
  onClose: () => void
}

export function TagDialog({ tag, onSave, onClose }: Props) {
  const { t } = useRunText()
  const [key, setKey] = useState(tag?.key ?? '')
  const [value, setValue] = useState(tag?.value ?? '')
  return (
    <FormDialog
      title={tag ? t('run.tags.edit', { key }) : t('run.tags.add')}
      submitLabel={t('action.save')}
      disabled={key.trim() === ''}
      onSubmit={() => onSave(key, value)}
      onClose={onClose}
    >
      {!tag && <Field label={t('field.key')} value={key} onChange={setKey} />}
      <Field label={t('field.value')} value={value} onChange={setValue} multiline />
    </FormDialog>
  )
}
