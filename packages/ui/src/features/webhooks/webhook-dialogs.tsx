import type { Hook } from '@millrace/contract'
import { useState } from 'react'
import { Field, FormDialog } from '../../components/form-dialog.tsx'
import { SelectField } from '../../components/select-field.tsx'
import { useToast } from '../../components/toast.tsx'
import { useWebhookText } from '../../i18n/webhooks.ts'
import { EventChoice } from './event-choice.tsx'
import css from './webhook-dialogs.module.css'
import { type HookDraft, useWebhookChanges } from './webhooks.ts'

const STATES = ['ACTIVE', 'DISABLED'] as const

interface Props {
  /** Without one a new one is made. */
  hook?: Hook
  onClose: () => void
}

export function WebhookDialog({ hook, onClose }: Props) {
  const { t } = useWebhookText()
  const { create, update } = useWebhookChanges()
  const [draft, setDraft] = useState<HookDraft>(() => draftOf(hook))
  const [withoutSecret, setWithoutSecret] = useState(false)
  const change = (part: Partial<HookDraft>) => setDraft({ ...draft, ...part })
  const save = () => {
    const { secret, ...rest } = draft
    const changed = withoutSecret ? { ...rest, secret: '' } : secret ? draft : rest
    return hook?.webhook_id ? update(hook.webhook_id, changed) : create(changed)
  }
  return (
    <FormDialog
      wide
      title={t(hook ? 'webhooks.edit' : 'webhooks.create')}
      submitLabel={t(hook ? 'action.save' : 'action.create')}
      disabled={!draft.name.trim() || !draft.url.trim() || draft.events.length === 0}
      onSubmit={save}
      onClose={onClose}
    >
      <Field
        label={t('field.name')}
        hint={t('webhooks.name.hint')}
        value={draft.name}
        onChange={(name) => change({ name })}
      />
      <Field
        label={t('webhooks.url')}
        hint={t('webhooks.url.hint')}
        type="url"
        value={draft.url}
        onChange={(url) => change({ url })}
      />
      <EventChoice chosen={draft.events} onChoose={(events) => change({ events })} />
      <Field
        label={t('webhooks.secret')}
        hint={t(hook ? 'webhooks.secret.keep' : 'webhooks.secret.hint')}
        type="password"
        value={withoutSecret ? '' : (draft.secret ?? '')}
        onChange={(secret) => change({ secret })}
      />
      {hook && (
        <label className={css.check}>
          <input
            type="checkbox"
            checked={withoutSecret}
            onChange={(event) => setWithoutSecret(event.currentTarget.checked)}
          />
          {t('webhooks.secret.remove')}
        </label>
      )}
      <Field
        label={t('webhooks.description')}
        value={draft.description}
        onChange={(description) => change({ description })}
      />
      <SelectField
        label={t('webhooks.status')}
        value={draft.status}
        options={STATES.map((value) => ({ value, label: t(`webhooks.status.${value}`) }))}
        onChange={(status) => change({ status })}
      />
    </FormDialog>
  )
}

const draftOf = ({
  name = '',
  url = '',
  description = '',
  status = 'ACTIVE',
  events,
}: Partial<Hook> = {}): HookDraft => ({
  name,
  url,
  description,
  status,
  events: events ?? [],
})

interface DeleteProps {
  hook: Hook
  onDeleted: () => Promise<unknown>
  onClose: () => void
}

export function DeleteWebhookDialog({
  hook: { webhook_id = '', name = '' },
  onDeleted,
  onClose,
}: DeleteProps) {
  const { t } = useWebhookText()
  const toast = useToast()
  const { remove } = useWebhookChanges()
  const removeAndSay = async () => {
    await remove(webhook_id)
    await onDeleted()
    toast({ text: t('webhooks.deleted', { name }) })
  }
  return (
    <FormDialog
      title={t('webhooks.delete')}
      submitLabel={t('action.delete')}
      tone="danger"
      onSubmit={removeAndSay}
      onClose={onClose}
    >
      <p>{t('webhooks.delete.question', { name })}</p>
    </FormDialog>
  )
}
