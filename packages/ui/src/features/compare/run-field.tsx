import type { Run } from '@millrace/contract'
import { useId } from 'react'
import { runIdOf } from '../runs/search-runs.ts'
import css from './compare-plots.module.css'

interface Props {
  label: string
  runs: readonly Run[]
  value: string
  /** What stands for no run, where there may be none. */
  none?: string
  onChange: (id: string | undefined) => void
}

export function RunField({ label, runs, value, none, onChange }: Props) {
  const id = useId()
  return (
    <span className={css.field}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={({ target }) => onChange(target.value || undefined)}>
        {none !== undefined && <option value="">{none}</option>}
        {runs.map((run) => (
          <option key={runIdOf(run)} value={runIdOf(run)}>
            {run.info?.run_name || runIdOf(run)}
          </option>
        ))}
      </select>
    </span>
  )
}
