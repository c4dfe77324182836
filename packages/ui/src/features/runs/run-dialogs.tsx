import type { Run, RunTag } from '@millrace/contract'
import { useState } from 'react'
import { Field, FormDialog } from '../../components/form-dialog.tsx'
import { useToast } from '../../components/toast.tsx'
import { useText } from '../../i18n/index.ts'
import { useRunChanges } from './change-run.ts'

interface Props {
  run: Run
  onClose: () => void
}

export function RenameRunDialog({ run, onClose }: Props) {
  const { t } = useText()
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
  const { t } = useText()
  const toast = useToast()
  const { remove, restore } = useRunChanges(run)
  const name = run.info?.run_name ?? ''
  const removeWithUndo = async () => {
    await remove()
    toast({ text: t('run.deleted', { name }), undo: () => void restore() })
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

/** Without a tag it asks for a new one. */
export function TagDialog({ run, tag, onClose }: Props & { tag?: RunTag | undefined }) {
  const { t } = useText()
  const { setTag } = useRunChanges(run)
  const [key, setKey] = useState(tag?.key ?? '')
  const [value, setValue] = useState(tag?.value ?? '')
  return (
    <FormDialog
      title={tag ? t('run.tags.edit', { key }) : t('run.tags.add')}
      submitLabel={t('action.save')}
      disabled={key.trim() === ''}
      onSubmit={() => setTag(key, value)}
      onClose={onClose}
    >
      {!tag && <Field label={t('field.key')} value={key} onChange={setKey} />}
      <Field label={t('field.value')} value={value} onChange={setValue} multiline />
    </FormDialog>
  )
}
