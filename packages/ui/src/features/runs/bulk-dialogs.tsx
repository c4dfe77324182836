import { useState } from 'react'
import { Field, FormDialog } from '../../components/form-dialog.tsx'
import { useRunsText } from '../../i18n/runs.ts'

interface TagProps {
  count: number
  onSave: (key: string, value: string) => Promise<unknown>
  onClose: () => void
}

export function BulkTagDialog({ count, onSave, onClose }: TagProps) {
  const { t } = useRunsText()
  const [key, setKey] = useState('')
  const [value, setValue] = useState('')
  return (
    <FormDialog
      title={t('bulk.tag.title', { count })}
      submitLabel={t('action.save')}
      disabled={key.trim() === ''}
      onSubmit={() => onSave(key.trim(), value)}
      onClose={onClose}
    >
      <Field label={t('field.key')} value={key} onChange={setKey} />
      <Field label={t('field.value')} value={value} onChange={setValue} multiline />
    </FormDialog>
  )
}

interface DeleteProps {
  count: number
  onDelete: () => Promise<unknown>
  onClose: () => void
}

export function BulkDeleteDialog({ count, onDelete, onClose }: DeleteProps) {
  const { t } = useRunsText()
  return (
    <FormDialog
      title={t('bulk.delete.title', { count })}
      submitLabel={t('action.delete')}
      tone="danger"
      onSubmit={onDelete}
      onClose={onClose}
    >
      <p>{t('bulk.delete.question', { count })}</p>
    </FormDialog>
  )
}
