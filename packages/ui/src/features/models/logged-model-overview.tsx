import type { LoggedModel, Metric } from '@millrace/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Detail, DetailCode, Details } from '../../components/details.tsx'
import { Overview } from '../../components/overview.tsx'
import { Panel } from '../../components/panel.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { formatMetric } from '../../i18n/format.ts'
import { useModelText } from '../../i18n/models.ts'
import { KeyValuePanel } from '../runs/key-value-panel.tsx'
import { TagsPanel } from '../tags/tags-panel.tsx'
import { useLoggedModelChanges } from './change-logged-model.ts'
import { mlModelOfLoggedQuery } from './get-mlmodel.ts'
import { loadLoggedSnippet } from './load-snippets.ts'
import css from './logged-model-overview.module.css'
import { versionsOfLogged } from './logged-model-versions.ts'
import type { Language } from './models-search.ts'
import { RegisterModelDialog } from './register-model-dialog.tsx'
import { RunLink } from './run-link.tsx'
import { SchemaPanel } from './schema-panel.tsx'
import { Snippets } from './snippets.tsx'

interface Props {
  model: LoggedModel
  language: Language | undefined
  onLanguage: (language: Language) => void
}

export function LoggedModelOverview({ model, language, onLanguage }: Props) {
  const { t, locale } = useModelText()
  const { info = {}, data = {} } = model
  const { model_id = '', tags = [] } = info
  const { data: files, isPending } = useQuery(mlModelOfLoggedQuery(model_id))
  return (
    <Overview
      main={
        <>
          <KeyValuePanel
            title={t('run.metrics')}
            searchLabel={t('logged.searchMetrics')}
            emptyText={t('logged.noMetrics')}
            numeric
            entries={(data.metrics ?? []).map((metric) => ({
              key: metricName(metric),
              text: formatMetric(metric.value, locale),
              full: String(metric.value),
            }))}
          />
          <KeyValuePanel
            title={t('run.params')}
            searchLabel={t('logged.searchParams')}
            emptyText={t('logged.noParams')}
            entries={(data.params ?? []).map(({ key = '', value = '' }) => ({
              key,
              text: value,
              full: value,
            }))}
          />
          {files && <SchemaPanel signature={files.signature} />}
          <Panel title={t('logged.use')}>
            <div className={css.padded}>
              {!isPending && (
                <Snippets
                  snippet={loadLoggedSnippet(model_id, files)}
                  language={language}
                  onLanguage={onLanguage}
                />
              )}
            </div>
          </Panel>
        </>
      }
      side={
        <>
          <LoggedModelDetails model={model} flavors={files?.flavors ?? []} />
          <Registered model={model} />
          <TagsPanel tags={tags} changes={useLoggedModelChanges(model_id)} />
        </>
      }
    />
  )
}

/** A metric may have been measured on several data sets. */
const metricName = ({ key = '', dataset_name }: Metric) => (dataset_name ? `${key} · ${dataset_name}` : key)

function LoggedModelDetails({ model: { info = {} }, flavors }: { model: LoggedModel; flavors: string[] }) {
  const { t } = useModelText()
  const { model_id = '', source_run_id, status, status_message, artifact_uri = '' } = info
  return (
    <Panel title={t('run.details')}>
      <Details>
        <Detail label={t('logged.id')}>
          <DetailCode>{model_id}</DetailCode>
          <CopyButton text={model_id} label={t('logged.copyId')} />
        </Detail>
        <Detail label={t('attribute.status')}>
          {[status?.replace('LOGGED_MODEL_', ''), status_message].filter(Boolean).join(': ')}
        </Detail>
        <Detail label={t('logged.type')}>{info.model_type}</Detail>
        <Detail label={t('versions.flavors')}>{flavors.join(', ')}</Detail>
        <Detail label={t('versions.run')}>{source_run_id && <RunLink runId={source_run_id} />}</Detail>
        <Detail label={t('versions.created')}>
          <TimeAgo time={info.creation_timestamp_ms} />
        </Detail>
        <Detail label={t('versions.updated')}>
          <TimeAgo time={info.last_updated_timestamp_ms} />
        </Detail>
        <Detail label={t('logged.place')}>
          {artifact_uri && (
            <>
              <DetailCode>{artifact_uri}</DetailCode>
              <CopyButton text={artifact_uri} label={t('versions.copySource')} />
            </>
          )}
        </Detail>
      </Details>
    </Panel>
  )
}

function Registered({ model }: { model: LoggedModel }) {
  const { t } = useModelText()
  const [registering, setRegistering] = useState(false)
  const { model_id = '', name = '', source_run_id = '' } = model.info ?? {}
  const versions = versionsOfLogged(model)
  return (
    <Panel
      title={t('register.registered')}
      actions={<Button onClick={() => setRegistering(true)}>{t('register.action')}</Button>}
    >
      <ul className={css.versions}>
        {versions.map(({ name, version }) => (
          <li key={`${name} ${version}`}>
            <Link to="/models/$name/versions/$version" params={{ name, version }}>
              {name} · {t('versions.number', { version })}
            </Link>
          </li>
        ))}
        {versions.length === 0 && <li className={css.none}>{t('logged.notRegistered')}</li>}
      </ul>
      {registering && (
        <RegisterModelDialog
          runId={source_run_id}
          models={[{ label: name || model_id, source: `models:/${model_id}`, model_id }]}
          onClose={() => setRegistering(false)}
        />
      )}
    </Panel>
  )
}
