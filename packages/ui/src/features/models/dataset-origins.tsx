import type { DatasetOrigin } from '@millrace/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { errorText } from '../../components/error-text.ts'
import { Skeleton } from '../../components/skeleton.tsx'
import { useModelText } from '../../i18n/models.ts'
import css from './dataset-origins.module.css'
import { lineageQuery } from './get-lineage.ts'

/** Data sets, each with the way forward: what else was made of it. */
export function DatasetOrigins({ datasets }: { datasets: DatasetOrigin[] }) {
  return (
    <ul>
      {datasets.map((dataset) => (
        <Dataset key={`${dataset.name} ${dataset.digest} ${dataset.context}`} dataset={dataset} />
      ))}
    </ul>
  )
}

function Dataset({ dataset: { name = '', digest = '', source_type, context } }: { dataset: DatasetOrigin }) {
  const { t } = useModelText()
  const [open, setOpen] = useState(false)
  return (
    <li>
      <b className={css.name}>{name}</b>
      <code>{digest}</code>
      <span className={css.soft}>{[source_type, context].filter(Boolean).join(' · ')}</span>
      <details className={css.more} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t('lineage.descendants')}</summary>
        {open && <Descendants name={name} digest={digest} />}
      </details>
    </li>
  )
}

function Descendants({ name, digest }: { name: string; digest: string }) {
  const { t } = useModelText()
  const { data, error } = useQuery(
    lineageQuery({ dataset_name: name, ...(digest && { dataset_digest: digest }) }),
  )
  if (error && !data) return <p role="alert">{errorText(error, t)}</p>
  if (!data) return <Skeleton rows={1} height={28} />
  const { model_versions = [], next_page_token, truncated } = data
  return (
    <ul className={css.versions}>
      {model_versions.map(({ name = '', version = '' }) => (
        <li key={`${name} ${version}`}>
          <Link to="/models/$name/versions/$version" params={{ name, version }}>
            {name} · {t('versions.number', { version })}
          </Link>
        </li>
      ))}
      {(next_page_token || truncated) && <li className={css.soft}>{t('lineage.descendants.more')}</li>}
    </ul>
  )
}
