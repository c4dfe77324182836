import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { SearchBox } from '../../components/search-box.tsx'
import { useDebouncedText } from '../../components/use-debounced-text.ts'
import { useRunsText } from '../../i18n/runs.ts'
import css from './experiment-choice.module.css'
import type { ExperimentPickerProps } from './experiment-picker.tsx'
import { idsOf, scopeOf } from './scope.ts'
import { searchExperimentsQuery } from './search-experiments.ts'
import { useExperiments } from './use-experiments.ts'

/** The experiments whose runs are shown together: those that are, then others that match. */
export function ExperimentChoice({ scope, onScope }: ExperimentPickerProps) {
  const { t } = useRunsText()
  const [q, setQ] = useState('')
  const [text, setText] = useDebouncedText(q, setQ)
  const { experiments } = useExperiments(scope)
  const { data } = useInfiniteQuery({ ...searchExperimentsQuery({ q }), placeholderData: (old) => old })
  const chosen = new Set(idsOf(scope))
  const others = data?.pages[0]?.experiments?.filter(({ experiment_id = '' }) => !chosen.has(experiment_id))
  return (
    <div className={css.choice}>
      <SearchBox label={t('experiments.search')} value={text} onChange={setText} />
      <fieldset className={css.list}>
        <legend>{t('scope.title')}</legend>
        {[...experiments, ...(others ?? [])].map(({ experiment_id = '', name = experiment_id }) => (
          <label key={experiment_id}>
            <input
              type="checkbox"
              checked={chosen.has(experiment_id)}
              // A table is of one experiment at least.
              disabled={chosen.size === 1 && chosen.has(experiment_id)}
              onChange={() => onScope(scopeOf(chosen.symmetricDifference(new Set([experiment_id]))))}
            />
            <bdi>{name}</bdi>
          </label>
        ))}
        {others?.length === 0 && <p>{t('bulk.move.none')}</p>}
      </fieldset>
    </div>
  )
}
