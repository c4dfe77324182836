import type { Experiment } from '@millrace/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { FormDialog } from '../../components/form-dialog.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { useDebouncedText } from '../../components/use-debounced-text.ts'
import { useRunsText } from '../../i18n/runs.ts'
import { searchExperimentsQuery } from '../experiments/search-experiments.ts'
import css from './move-dialog.module.css'

interface Props {
  count: number
  experimentId: string
  onMove: (experimentId: string, name: string) => Promise<unknown>
  onClose: () => void
}

/** Chooses the experiment that runs move to. */
export function MoveDialog({ count, experimentId, onMove, onClose }: Props) {
  const { t } = useRunsText()
  const [q, setQ] = useState('')
  const [text, setText] = useDebouncedText(q, setQ)
  const [target, setTarget] = useState<Experiment>()
  const { data } = useInfiniteQuery({ ...searchExperimentsQuery({ q }), placeholderData: (old) => old })
  const found =
    data?.pages[0]?.experiments?.filter(({ experiment_id }) => experiment_id !== experimentId) ?? []
  return (
    <FormDialog
      title={t('bulk.move.title', { count })}
      submitLabel={t('bulk.move')}
      disabled={!target}
      onSubmit={() => onMove(target?.experiment_id ?? '', target?.name ?? '')}
      onClose={onClose}
    >
      <SearchBox label={t('bulk.move.search')} value={text} onChange={setText} />
      <fieldset className={css.list}>
        <legend>{t('bulk.move.to')}</legend>
        {found.length === 0 && <p>{t('bulk.move.none')}</p>}
        {found.map((experiment) => (
          <label key={experiment.experiment_id}>
            <input
              type="radio"
              name="target"
              checked={experiment.experiment_id === target?.experiment_id}
              onChange={() => setTarget(experiment)}
            />
            <bdi>{experiment.name}</bdi>
          </label>
        ))}
      </fieldset>
    </FormDialog>
  )
}
