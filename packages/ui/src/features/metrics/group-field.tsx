import { useId } from 'react'
import { useChartText } from '../../i18n/charts.ts'
import { parseColumn } from '../runs/columns.ts'
import { useColumnLabel } from '../runs/use-column-label.ts'
import css from './chart-controls.module.css'

interface Props {
  columns: readonly string[]
  value: string | undefined
  onChange: (value: string | undefined) => void
}

/** Far more than anybody reads in a list. */
const MOST = 500

export function GroupField({ columns, value = '', onChange }: Props) {
  const { t } = useChartText()
  const label = useColumnLabel()
  const id = useId()
  return (
    <span className={css.field}>
      <label htmlFor={id}>{t('chart.group')}</label>
      <select id={id} value={value} onChange={({ target }) => onChange(target.value || undefined)}>
        <option value="">{t('chart.noGroup')}</option>
        {columns.slice(0, MOST).map((id) => {
          const column = parseColumn(id)
          return (
            column && (
              <option key={id} value={id}>
                {label(column)}
              </option>
            )
          )
        })}
      </select>
    </span>
  )
}
