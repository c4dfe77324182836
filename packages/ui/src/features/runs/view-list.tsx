import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { post } from '../../api/client.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { errorText } from '../../components/error-text.ts'
import { Segmented } from '../../components/segmented.tsx'
import { useRunsText } from '../../i18n/runs.ts'
import { experimentsKey } from '../experiments/search-experiments.ts'
import { useExperiments } from '../experiments/use-experiments.ts'
import type { RunsSearch } from './runs-search.ts'
import css from './view-list.module.css'
import { hasView, ownViews, removeOwn, saveOwn, teamViews, VIEW_TAG, type View, viewOf } from './views.ts'

interface Props {
  experimentId: string
  search: RunsSearch
  onView: (search: string) => void
  onClose: () => void
}

/** Named views: taken, saved for the team or for oneself, removed; and the link to what is on the screen now. */
export function ViewList({ experimentId, search, onView, onClose }: Props) {
  const { t } = useRunsText()
  const client = useQueryClient()
  const { experiments } = useExperiments(experimentId)
  const [own, setOwn] = useState(ownViews)
  const [name, setName] = useState('')
  const [kind, setKind] = useState<View['kind']>('team')
  const [error, setError] = useState<unknown>()
  const now = viewOf(search, experimentId)
  const views = [...teamViews(experiments), ...own]

  const attempt = async (deed: () => Promise<unknown> | unknown) => {
    try {
      await deed()
      await client.invalidateQueries({ queryKey: experimentsKey })
      setOwn(ownViews())
      setError(undefined)
      return true
    } catch (error) {
      setError(error)
      return false
    }
  }
  const tagAll = (verb: 'set' | 'delete', tag: { key: string; value?: string }, of = experiments) =>
    Promise.all(
      of.map(({ experiment_id }) => post(`experiments/${verb}-experiment-tag`, { experiment_id, ...tag })),
    )
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const done = await attempt(() =>
      kind === 'own'
        ? saveOwn(name.trim(), now)
        : // The server takes no empty tag.
          tagAll('set', { key: VIEW_TAG + name.trim(), value: now || '?' }),
    )
    if (done) setName('')
  }
  const remove = (view: View) =>
    attempt(() =>
      view.kind === 'own'
        ? removeOwn(view.name)
        : tagAll(
            'delete',
            { key: VIEW_TAG + view.name },
            experiments.filter((each) => hasView(each, view)),
          ),
    )

  return (
    <div className={css.list}>
      {views.length === 0 && <p className={css.note}>{t('views.none')}</p>}
      <ul>
        {views.map((view) => (
          <li key={`${view.kind} ${view.name} ${view.search}`}>
            <button
              type="button"
              className={css.view}
              aria-current={(view.search || '?') === (now || '?')}
              onClick={() => {
                onView(view.search)
                onClose()
              }}
            >
              <bdi>{view.name}</bdi> <small>{t(`views.${view.kind}`)}</small>
            </button>
            <IconButton
              icon="close"
              label={t('views.remove', { name: view.name })}
              onClick={() => void remove(view)}
            />
          </li>
        ))}
      </ul>
      <form className={css.form} onSubmit={(event) => void save(event)}>
        <input
          aria-label={t('views.name')}
          placeholder={t('views.name')}
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Segmented
          label={t('views.for')}
          value={kind}
          options={(['team', 'own'] as const).map((value) => ({ value, label: t(`views.for.${value}`) }))}
          onChange={setKind}
        />
        {error !== undefined && (
          <p role="alert" className={css.error}>
            {errorText(error, t)}
          </p>
        )}
        <Button tone="primary" type="submit" disabled={name.trim() === ''}>
          {t('views.save')}
        </Button>
      </form>
      <p className={css.link}>
        {t('views.link')} <CopyButton text={location.href} label={t('views.copy')} />
      </p>
    </div>
  )
}
