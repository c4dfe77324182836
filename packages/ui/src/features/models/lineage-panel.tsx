import type { CodeOrigin, LineageResponse, LoggedModel, RunInfo } from '@millrace/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ErrorState } from '../../components/error-state.tsx'
import { Panel, PanelText } from '../../components/panel.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useModelText } from '../../i18n/models.ts'
import { StatusMark } from '../runs/run-status.tsx'
import { DatasetOrigins } from './dataset-origins.tsx'
import { lineageQuery } from './get-lineage.ts'
import css from './lineage-panel.module.css'

/** A version's way back: the nearest first, down to the data and the code. */
export function LineagePanel({ name, version }: { name: string; version: string }) {
  const { t } = useModelText()
  const { data, error, refetch } = useQuery(lineageQuery({ name, version }))
  return (
    <Panel title={t('lineage.title')}>
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Origins of={data} />
      ) : (
        <Skeleton rows={3} height={36} />
      )}
    </Panel>
  )
}

function Origins({ of }: { of: LineageResponse }) {
  const { t } = useModelText()
  const { copied_from = [], logged_model, run, parent_runs = [], datasets = [] } = of
  const { input_models = [], code = {}, environment = {} } = of
  const steps: [string, ReactNode][] = [
    [t('lineage.copied'), copied_from.length > 0 && <Copies of={copied_from} />],
    [t('lineage.model'), logged_model && <Model model={logged_model} />],
    [t('lineage.run'), run?.info && <Runs runs={[run.info]} />],
    [t('lineage.parents'), parent_runs.length > 0 && <Runs runs={parent_runs} />],
    [t('lineage.data'), datasets.length > 0 && <DatasetOrigins datasets={datasets} />],
    [t('lineage.inputs'), input_models.length > 0 && <Ids ids={input_models} />],
    [t('lineage.code'), Object.keys(code).length > 0 && <Code code={code} />],
    [t('lineage.environment'), Object.keys(environment).length > 0 && <Files files={environment} />],
  ]
  const known = steps.filter(([, content]) => content)
  if (known.length === 0) return <PanelText>{t('lineage.none')}</PanelText>
  return (
    <ol className={css.steps}>
      {known.map(([label, content]) => (
        <li key={label}>
          <span className={css.label}>{label}</span>
          {content}
        </li>
      ))}
    </ol>
  )
}

function Copies({ of }: { of: { name: string; version: string }[] }) {
  const { t } = useModelText()
  return (
    <ul>
      {of.map(({ name, version }) => (
        <li key={`${name} ${version}`}>
          <Link to="/models/$name/versions/$version" params={{ name, version }}>
            {name} · {t('versions.number', { version })}
          </Link>
        </li>
      ))}
    </ul>
  )
}

function Model({ model: { info = {} } }: { model: LoggedModel }) {
  return (
    <span>
      {info.name} <code>{info.model_id}</code>
    </span>
  )
}

function Runs({ runs }: { runs: RunInfo[] }) {
  return (
    <ul>
      {runs.map(({ run_id = '', run_name, experiment_id = '', status }) => (
        <li key={run_id}>
          <StatusMark status={status} />
          <Link
            to="/experiments/$experimentId/runs/$runId/$"
            params={{ experimentId: experiment_id, runId: run_id }}
          >
            {run_name || run_id}
          </Link>
        </li>
      ))}
    </ul>
  )
}

function Ids({ ids }: { ids: string[] }) {
  return (
    <ul>
      {ids.map((id) => (
        <li key={id}>
          <code>{id}</code>
        </li>
      ))}
    </ul>
  )
}

const SHORT_COMMIT = 10

function Code({ code }: { code: CodeOrigin }) {
  const { t } = useModelText()
  const { commit, branch, repository, dirty, source_name, entry_point } = code
  return (
    <ul>
      {(commit || repository) && (
        <li>
          {repository}
          {commit && <code title={commit}>{commit.slice(0, SHORT_COMMIT)}</code>}
          {branch}
          {dirty?.toLowerCase() === 'true' && <em>{t('lineage.dirty')}</em>}
        </li>
      )}
      {(source_name || entry_point) && (
        <li>
          {source_name}
          {entry_point && <code>{entry_point}</code>}
        </li>
      )}
    </ul>
  )
}

function Files({ files }: { files: Record<string, string> }) {
  return Object.entries(files).map(([name, text]) => (
    <details key={name} className={css.file}>
      <summary>{name}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre tabIndex={0}>{text}</pre>
    </details>
  ))
}
