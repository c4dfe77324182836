import { useId } from 'react'
import { Button, IconButton } from '../../components/button.tsx'
import { Field } from '../../components/form-dialog.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { usePromptText } from '../../i18n/prompts.ts'
import type { Draft } from './change-prompt.ts'
import css from './prompt-fields.module.css'
import { type Message, parse } from './read-prompt.ts'

const ROLES = ['system', 'user', 'assistant']
const EXAMPLE = '{{name}}'
const TEXT_ROWS = 12
const MESSAGE_ROWS = 4

interface Props {
  draft: Draft
  onChange: (draft: Draft) => void
}

/** What a version of a prompt is made of. */
export function PromptFields({ draft, onChange }: Props) {
  const { t } = usePromptText()
  const change = (part: Partial<Draft>) => onChange({ ...draft, ...part })
  return (
    <>
      <div>
        <Segmented
          label={t('prompts.type')}
          value={draft.type}
          options={[
            { value: 'text', label: t('prompts.text') },
            { value: 'chat', label: t('prompts.chat') },
          ]}
          onChange={(type) => change({ type })}
        />
      </div>
      {draft.type === 'text' ? (
        <Field
          label={t('prompts.template')}
          hint={t('prompts.template.hint', { example: EXAMPLE })}
          value={draft.text}
          onChange={(text) => change({ text })}
          multiline
          rows={TEXT_ROWS}
        />
      ) : (
        <Messages messages={draft.messages} onChange={(messages) => change({ messages })} />
      )}
      <details>
        <summary>{t('prompts.more')}</summary>
        <div className={css.more}>
          <JsonField
            label={t('prompts.responseFormat')}
            value={draft.responseFormat}
            onChange={(responseFormat) => change({ responseFormat })}
          />
          <JsonField
            label={t('prompts.modelConfig')}
            value={draft.modelConfig}
            onChange={(modelConfig) => change({ modelConfig })}
          />
        </div>
      </details>
      <Field label={t('prompts.summary')} value={draft.summary} onChange={(summary) => change({ summary })} />
    </>
  )
}

/** Whether it is JSON, or nothing. */
export const isJson = (text: string) => text.trim() === '' || parse(text) !== undefined

interface JsonFieldProps {
  label: string
  value: string
  onChange: (value: string) => void
}

function JsonField({ value, ...field }: JsonFieldProps) {
  const { t } = usePromptText()
  return (
    <Field multiline value={value} hint={t(isJson(value) ? 'prompts.json' : 'prompts.noJson')} {...field} />
  )
}

interface MessagesProps {
  messages: Message[]
  onChange: (messages: Message[]) => void
}

function Messages({ messages, onChange }: MessagesProps) {
  const { t } = usePromptText()
  const add = () => onChange([...messages, { role: messages.length === 0 ? 'system' : 'user', content: '' }])
  return (
    <div className={css.messages}>
      {messages.map((message, index) => (
        <MessageFields
          // biome-ignore lint/suspicious/noArrayIndexKey: messages have no identity but their place
          key={index}
          number={index + 1}
          message={message}
          onChange={(changed) => onChange(messages.with(index, changed))}
          onRemove={() => onChange(messages.toSpliced(index, 1))}
        />
      ))}
      <div>
        <Button icon="plus" onClick={add}>
          {t('prompts.addMessage')}
        </Button>
      </div>
    </div>
  )
}

interface MessageProps {
  number: number
  message: Message
  onChange: (message: Message) => void
  onRemove: () => void
}

function MessageFields({ number, message, onChange, onRemove }: MessageProps) {
  const { t } = usePromptText()
  const id = useId()
  return (
    <fieldset className={css.message}>
      <legend>{t('prompts.message', { number })}</legend>
      <div className={css.role}>
        <input
          list={id}
          aria-label={t('prompts.role')}
          autoComplete="off"
          value={message.role}
          onChange={(event) => onChange({ ...message, role: event.target.value })}
        />
        <datalist id={id}>
          {ROLES.map((role) => (
            <option key={role} value={role} />
          ))}
        </datalist>
        <IconButton icon="close" label={t('prompts.removeMessage', { number })} onClick={onRemove} />
      </div>
      <textarea
        aria-label={t('prompts.content')}
        rows={MESSAGE_ROWS}
        value={message.content}
        onChange={(event) => onChange({ ...message, content: event.target.value })}
      />
    </fieldset>
  )
}
