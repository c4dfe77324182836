import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Field, FormDialog } from '../../components/form-dialog.tsx'
import { useToast } from '../../components/toast.tsx'
import { usePromptText } from '../../i18n/prompts.ts'
import { useModelChanges } from '../models/change-model.ts'
import { type Draft, usePromptChanges } from './change-prompt.ts'
import { isJson, PromptFields } from './prompt-fields.tsx'
import type { PromptText } from './read-prompt.ts'

const EMPTY: Draft = {
  type: 'text',
  text: '',
  messages: [{ role: 'system', content: '' }],
  responseFormat: '',
  modelConfig: '',
  summary: '',
}

const isEmpty = ({ type, text, messages }: Draft) =>
  type === 'text' ? text.trim() === '' : !messages.some(({ content }) => content.trim() !== '')

const isComplete = (draft: Draft) =>
  !isEmpty(draft) && isJson(draft.responseFormat) && isJson(draft.modelConfig)

export function CreatePromptDialog({ onClose }: { onClose: () => void }) {
  const { t } = usePromptText()
  const { create } = usePromptChanges()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [draft, setDraft] = useState(EMPTY)
  const createAndGo = async () => {
    await create(name.trim(), draft)
    await navigate({ to: '/prompts/$name', params: { name: name.trim() } })
  }
  return (
    <FormDialog
      wide
      title={t('prompts.create')}
      submitLabel={t('action.create')}
      disabled={name.trim() === '' || !isComplete(draft)}
      onSubmit={createAndGo}
      onClose={onClose}
    >
      <Field label={t('field.name')} hint={t('prompts.name.hint')} value={name} onChange={setName} />
      <PromptFields draft={draft} onChange={setDraft} />
    </FormDialog>
  )
}

interface NewVersionProps {
  name: string
  /** What to begin with. */
  from: PromptText | undefined
  onCreated: (version: string) => void
  onClose: () => void
}

export function NewVersionDialog({ name, from, onCreated, onClose }: NewVersionProps) {
  const { t } = usePromptText()
  const { createVersion } = usePromptChanges()
  const [draft, setDraft] = useState(() => draftOf(from))
  return (
    <FormDialog
      wide
      title={t('prompts.newVersion')}
      submitLabel={t('action.create')}
      disabled={!isComplete(draft)}
      onSubmit={async () => onCreated(await createVersion(name, draft))}
      onClose={onClose}
    >
      <PromptFields draft={draft} onChange={setDraft} />
    </FormDialog>
  )
}

function draftOf(from: PromptText | undefined): Draft {
  if (!from) return EMPTY
  const { source, messages, responseFormat = '', modelConfig = '' } = from
  const text: Partial<Draft> = messages ? { type: 'chat', messages } : { text: source }
  return { ...EMPTY, ...text, responseFormat, modelConfig }
}

export function DeletePromptDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const { t } = usePromptText()
  const toast = useToast()
  const { remove } = useModelChanges(name)
  const navigate = useNavigate()
  const removeAndGo = async () => {
    await remove()
    await navigate({ to: '/prompts' })
    toast({ text: t('prompts.deleted', { name }) })
  }
  return (
    <FormDialog
      title={t('prompts.delete')}
      submitLabel={t('action.delete')}
      tone="danger"
      onSubmit={removeAndGo}
      onClose={onClose}
    >
      <p>{t('prompts.delete.question', { name })}</p>
    </FormDialog>
  )
}
