import type { RegisteredModel } from '@millrace/contract'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Field, FormDialog } from '../../components/form-dialog.tsx'
import { useToast } from '../../components/toast.tsx'
import { useModelText } from '../../i18n/models.ts'
import { useModelChanges, useRegistryChanges } from './change-model.ts'
import { PointingAliases } from './pointing-aliases.tsx'

export function CreateModelDialog({ onClose }: { onClose: () => void }) {
  const { t } = useModelText()
  const { create } = useRegistryChanges()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const createAndGo = async () => {
    await create(name)
    await navigate({ to: '/models/$name', params: { name } })
  }
  return (
    <FormDialog
      title={t('models.create')}
      submitLabel={t('action.create')}
      disabled={name.trim() === ''}
      onSubmit={createAndGo}
      onClose={onClose}
    >
      <Field label={t('field.name')} value={name} onChange={setName} />
    </FormDialog>
  )
}

interface Props {
  model: RegisteredModel
  onClose: () => void
}

export function RenameModelDialog({ model: { name: old = '' }, onClose }: Props) {
  const { t } = useModelText()
  const { rename } = useModelChanges(old)
  const navigate = useNavigate()
  const [name, setName] = useState(old)
  const renameAndGo = async () => {
    await rename(name)
    await navigate({ to: '/models/$name', params: { name }, replace: true })
  }
  return (
    <FormDialog
      title={t('models.rename')}
      submitLabel={t('action.save')}
      disabled={name.trim() === '' || name === old}
      onSubmit={renameAndGo}
      onClose={onClose}
    >
      <p>{t('models.rename.hint', { uri: `models:/${old}` })}</p>
      <Field label={t('field.name')} value={name} onChange={setName} />
    </FormDialog>
  )
}

export function DeleteModelDialog({ model: { name = '', aliases = [] }, onClose }: Props) {
  const { t } = useModelText()
  const toast = useToast()
  const { remove } = useModelChanges(name)
  const navigate = useNavigate()
  const removeAndGo = async () => {
    await remove()
    await navigate({ to: '/models' })
    toast({ text: t('models.deleted', { name }) })
  }
  return (
    <FormDialog
      title={t('models.delete')}
      submitLabel={t('action.delete')}
      tone="danger"
      onSubmit={removeAndGo}
      onClose={onClose}
    >
      <p>{t('models.delete.question', { name })}</p>
      <PointingAliases aliases={aliases} />
    </FormDialog>
  )
}
