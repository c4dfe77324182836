import { lazy, Suspense, useState } from 'react'
import { Button, IconButton } from '../../components/button.tsx'
import { errorText } from '../../components/error-text.ts'
import { Panel } from '../../components/panel.tsx'
import { useRunText } from '../../i18n/run.ts'
import css from './note-panel.module.css'

const Markdown = lazy(async () => ({ default: (await import('./markdown.tsx')).Markdown }))

interface Props {
  note: string
  onSave: (note: string) => Promise<unknown>
  /** Takes the place of the button that adds one: there the editor is open at once, and this tells that nothing was written. */
  onLeft?: () => void
}

/** Markdown about a thing, kept with it; models call it their description. */
export function NotePanel({ note, onSave, onLeft }: Props) {
  const { t } = useRunText()
  const [editing, setEditing] = useState(onLeft !== undefined && !note)
  const [wasEdited, setWasEdited] = useState(false)
  const close = (left: string) => {
    setEditing(false)
    setWasEdited(true)
    if (!left) onLeft?.()
  }
  // The editor takes the focus with it when it goes: the button that comes back is where it was before.
  const edit = { onClick: () => setEditing(true), autoFocus: wasEdited }
  if (!note && !editing)
    return (
      <div>
        <Button icon="edit" {...edit}>
          {t('note.add')}
        </Button>
      </div>
    )
  return (
    <Panel
      title={t('note.title')}
      actions={!editing && <IconButton icon="edit" label={t('note.edit')} {...edit} />}
    >
      {editing ? (
        <NoteEditor note={note} onSave={onSave} onClose={close} />
      ) : (
        <div className={css.note}>
          <Suspense fallback={<pre className={css.plain}>{note}</pre>}>
            <Markdown text={note} />
          </Suspense>
        </div>
      )}
    </Panel>
  )
}

function NoteEditor({ note, onSave, onClose }: Omit<Props, 'onLeft'> & { onClose: (note: string) => void }) {
  const { t } = useRunText()
  const [text, setText] = useState(note)
  const [error, setError] = useState<unknown>()
  const save = async () => {
    try {
      await onSave(text)
      onClose(text)
    } catch (error) {
      setError(error)
    }
  }
  return (
    <div className={css.editor}>
      <textarea
        aria-label={t('note.markdown')}
        rows={10}
        value={text}
        // biome-ignore lint/a11y/noAutofocus: the reader has just asked to write here
        autoFocus
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && text === note && onClose(note)}
      />
      {error !== undefined && <p role="alert">{errorText(error, t)}</p>}
      <div className={css.actions}>
        <Button onClick={() => onClose(note)}>{t('action.cancel')}</Button>
        <Button tone="primary" disabled={text === note} onClick={() => void save()}>
          {t('action.save')}
        </Button>
      </div>
    </div>
  )
}
