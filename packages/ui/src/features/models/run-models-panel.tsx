import type { Run } from '@millrace/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Panel } from '../../components/panel.tsx'
import { useModelText } from '../../i18n/models.ts'
import { runIdOf } from '../runs/search-runs.ts'
import { AliasChip } from './alias-chip.tsx'
import { RegisterModelDialog } from './register-model-dialog.tsx'
import { loggedModelsQuery, registrableModels } from './registrable-models.ts'
import css from './run-models-panel.module.css'
import { versionsOfRunQuery } from './search-versions.ts'

/** What a run has logged as models, and what came of it in the registry. */
export function RunModelsPanel({ run }: { run: Run }) {
  const { t } = useModelText()
  const runId = runIdOf(run)
  const { data: logged = [] } = useQuery(loggedModelsQuery(run.info?.experiment_id ?? '', runId))
  const { data: versions = [] } = useQuery(versionsOfRunQuery(runId))
  const [registering, setRegistering] = useState(false)
  const models = registrableModels(run, logged)
  if (models.length + versions.length === 0) return null
  return (
    <Panel
      title={t('nav.models')}
      actions={
        models.length > 0 && <Button onClick={() => setRegistering(true)}>{t('register.action')}</Button>
      }
    >
      <dl className={css.models}>
        {models.length > 0 && (
          <>
            <dt>{t('register.logged')}</dt>
            {models.map(({ label, source, model_id }) => (
              <dd key={source} title={source}>
                {model_id ? (
                  <Link
                    to="/experiments/$experimentId/models/$modelId/$"
                    params={{ experimentId: run.info?.experiment_id ?? '', modelId: model_id, _splat: '' }}
                  >
                    {label}
                  </Link>
                ) : (
                  label
                )}
              </dd>
            ))}
          </>
        )}
        {versions.length > 0 && (
          <>
            <dt>{t('register.registered')}</dt>
            {versions.map(({ name = '', version = '', aliases = [] }) => (
              <dd key={`${name} ${version}`}>
                <Link to="/models/$name/versions/$version" params={{ name, version }}>
                  {name} · {t('versions.number', { version })}
                </Link>
                {aliases.map((alias) => (
                  <AliasChip key={alias} alias={alias} />
                ))}
              </dd>
            ))}
          </>
        )}
      </dl>
      {registering && (
        <RegisterModelDialog runId={runId} models={models} onClose={() => setRegistering(false)} />
      )}
    </Panel>
  )
}
