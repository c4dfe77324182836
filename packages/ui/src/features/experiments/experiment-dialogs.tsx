import type { Experiment } from '@millrace/contract'
import { useState } from 'react'
import { Field, FormDialog } from '../../components/form-dialog.tsx'
import { useToast } from '../../components/toast.tsx'
import { useText } from '../../i18n/index.ts'
import { useExperimentChanges } from './change-experiments.ts'

interface CreateProps {
  /** What the name begins with. */
  folder?: string
  onClose: () => void
}

export function CreateExperimentDialog({ folder = '', onClose }: CreateProps) {
  const { t } = useText()
  const { create } = useExperimentChanges()
  const [name, setName] = useState(folder)
  return (
    <FormDialog
      title={t('experiments.create')}
      submitLabel={t('action.create')}
      disabled={name.trim() === ''}
      onSubmit={() => create(name)}
      onClose={onClose}
    >
      <Field label={t('field.name')} value={name} onChange={setName} />
    </FormDialog>
  )
}

interface Props {
  experiment: Experiment
  onClose: () => void
}

export function RenameExperimentDialog({ experiment, onClose }: Props) {
  const { t } = useText()
  const { rename } = useExperimentChanges()
  const [name, setName] = useState(experiment.name ?? '')
  return (
    <FormDialog
      title={t('experiments.rename')}
      submitLabel={t('action.save')}
      disabled={name.trim() === '' || name === experiment.name}
      onSubmit={() => rename(experiment.experiment_id ?? '', name)}
      onClose={onClose}
    >
      <Field label={t('field.name')} value={name} onChange={setName} />
    </FormDialog>
  )
}

export function DeleteExperimentDialog({ experiment, onClose }: Props) {
  const { t } = useText()
  const toast = useToast()
  const { remove, restore } = useExperimentChanges()
  const { name = '', experiment_id = '' } = experiment
  const removeWithUndo = async () => {
    await remove(experiment_id)
    toast({ text: t('experiments.deleted', { name }), undo: () => restore(experiment_id) })
  }
  return (
    <FormDialog
      title={t('experiments.delete')}
      submitLabel={t('action.delete')}
      tone="danger"
      onSubmit={removeWithUndo}
      onClose={onClose}
    >
      <p>{t('experiments.delete.question', { name })}</p>
    </FormDialog>
  )
}
