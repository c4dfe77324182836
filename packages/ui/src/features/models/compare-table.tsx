import type { ModelVersion } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { TimeAgo } from '../../components/time-ago.tsx'
import { useModelText } from '../../i18n/models.ts'
import { AliasChip } from './alias-chip.tsx'
import { compareRows } from './compare-rows.ts'
import css from './compare-table.module.css'
import { StageMark } from './stage-mark.tsx'
import type { useCompared } from './use-compared.ts'

interface Props {
  name: string
  compared: ReturnType<typeof useCompared>
  onlyDifferences: boolean
}

export function CompareTable({ name, compared, onlyDifferences }: Props) {
  const { t } = useModelText()
  const { versions, runNames } = compared
  const sourceName = (of: 'model' | 'run' | undefined) => of && t(`compare.metricsOf.${of}`)
  const section = { onlyDifferences, columns: versions.length }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={css.scroll} tabIndex={0} aria-label={t('compare.title')}>
      <table className={css.table}>
        <thead>
          <tr>
            <td />
            {versions.map((version) => (
              <th key={version.version} scope="col">
                <VersionHead name={name} version={version} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Row label={t('versions.stage')}>
            {versions.map(({ version, current_stage }) => (
              <td key={version}>
                <StageMark stage={current_stage} />
              </td>
            ))}
          </Row>
          <Row label={t('versions.created')}>
            {versions.map(({ version, creation_timestamp }) => (
              <td key={version}>
                <TimeAgo time={creation_timestamp} />
              </td>
            ))}
          </Row>
          <Row label={t('versions.run')}>
            {versions.map(({ version, run_id }, at) => (
              <td key={version}>
                {run_id && (
                  <Link to="/runs/$runId" params={{ runId: run_id }} preload={false}>
                    {runNames[at] || run_id}
                  </Link>
                )}
              </td>
            ))}
          </Row>
          <Row label={t('compare.metricsOf')}>
            {versions.map(({ version }, at) => (
              <td key={version}>{sourceName(compared.sources[at])}</td>
            ))}
          </Row>
        </tbody>
        <Section title={t('run.metrics')} values={compared.metrics} {...section} numeric />
        <Section title={t('run.params')} values={compared.params} {...section} />
        <Section title={t('run.tags')} values={compared.tags} {...section} />
      </table>
    </section>
  )
}

function VersionHead({
  name,
  version: { version = '', aliases = [] },
}: {
  name: string
  version: ModelVersion
}) {
  const { t } = useModelText()
  return (
    <span className={css.head}>
      <Link to="/models/$name/versions/$version" params={{ name, version }}>
        {t('versions.number', { version })}
      </Link>
      {aliases.map((alias) => (
        <AliasChip key={alias} alias={alias} />
      ))}
    </span>
  )
}

function Row({ label, differs, children }: { label: string; differs?: boolean; children: ReactNode }) {
  return (
    <tr className={differs ? css.differs : undefined}>
      <th scope="row">{label}</th>
      {children}
    </tr>
  )
}

interface SectionProps {
  title: string
  values: ReadonlyMap<string, string>[]
  columns: number
  onlyDifferences: boolean
  numeric?: boolean
}

function Section({ title, values, columns, onlyDifferences, numeric = false }: SectionProps) {
  const { t } = useModelText()
  const rows = compareRows(values).filter(({ differs }) => differs || !onlyDifferences)
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" className={css.section}>
          {title}
        </th>
        <td colSpan={columns}>
          {rows.length === 0 && (
            <span className={css.none}>{t(onlyDifferences ? 'compare.same' : 'compare.none')}</span>
          )}
        </td>
      </tr>
      {rows.map(({ key, cells, differs }) => (
        <Row key={key} label={key} differs={differs && !onlyDifferences}>
          {cells.map((cell, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their places
            <td key={at} className={numeric ? css.number : undefined}>
              {cell ?? <span className={css.none}>–</span>}
            </td>
          ))}
        </Row>
      ))}
    </tbody>
  )
}
