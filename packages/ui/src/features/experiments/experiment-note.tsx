import type { Experiment } from '@millrace/contract'
import { useRunText } from '../../i18n/run.ts'
import { NotePanel } from '../notes/note-panel.tsx'
import { useExperimentChanges } from './change-experiments.ts'
import css from './experiment-note.module.css'
import { NOTE_TAG, noteOf } from './note-of.ts'

interface Props {
  experiment: Experiment
  /** Where there is nothing to be read after all. */
  onEmpty: () => void
}

/** What an experiment is about, in Markdown, above its runs. */
export function ExperimentNote({ experiment, onEmpty }: Props) {
  const { t } = useRunText()
  const { setTag, deleteTag } = useExperimentChanges()
  const { experiment_id = '' } = experiment
  const note = noteOf(experiment)
  const save = async (text: string) => {
    // The server takes no empty tag.
    if (text) await setTag(experiment_id, NOTE_TAG, text)
    else await deleteTag(experiment_id, NOTE_TAG)
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={css.note} tabIndex={0} aria-label={t('experiments.note')}>
      <NotePanel note={note} onSave={save} onLeft={onEmpty} />
    </section>
  )
}
