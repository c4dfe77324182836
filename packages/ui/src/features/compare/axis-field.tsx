import { useId } from 'react'
import css from './compare-plots.module.css'
import type { ValueRow } from './compared-values.ts'
import { columnId } from './run-dimensions.ts'

interface Props {
  label: string
  rows: readonly ValueRow[]
  /** None where something is only to be added. */
  value?: string
  onChange: (id: string) => void
}

export function AxisField({ label, rows, value = '', onChange }: Props) {
  const id = useId()
  return (
    <span className={css.field}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={({ target }) => onChange(target.value)}>
        {value === '' && <option value="" />}
        {rows.map((row) => (
          <option key={columnId(row)} value={columnId(row)}>
            {row.key}
          </option>
        ))}
      </select>
    </span>
  )
}
