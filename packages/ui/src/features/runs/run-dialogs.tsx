import type { Run } from '@millrace/contract'
import { useState } from 'react'
import { Field, FormDialog } from '../../components/form-dialog.tsx'
import { useToast } from '../../components/toast.tsx'
import { useRunText } from '../../i18n/run.ts'
import { useRunChanges } from './change-run.ts'

interface Props {
  run: Run
  onClose: () => void
}

export function RenameRunDialog({ run, onClose }: Props) {
  const { t } = useRunText()
  const { rename } = useRunChanges(run)
  const current = run.info?.run_name ?? ''
  const [name, setName] = useState(current)
  return (
    <FormDialog
      title={t('run.rename')}
      submitLabel={t('action.save')}
      disabled={name.trim() === '' || name === current}
      onSubmit={() => rename(name)}
      onClose={onClose}
    >
      <Field label={t('field.name')} value={name} onChange={setName} />
    </FormDialog>
  )
}

export function DeleteRunDialog({ run, onClose }: Props) {
  const { t } = useRunText()
  const toast = useToast()
  const { remove, restore } = useRunChanges(run)
  const name = run.info?.run_name ?? ''
  const removeWithUndo = async () => {
    await remove()
    toast({ text: t('run.deleted', { name }), undo: () => restore() })
  }
  return (
    <FormDialog
      title={t('run.delete')}
      submitLabel={t('action.delete')}
      tone="danger"
      onSubmit={removeWithUndo}
      onClose={onClose}
    >
      <p>{t('run.delete.question', { name })}</p>
    </FormDialog>
  )
}
