import { useMemo } from 'react'
import { useText } from '../../i18n/index.ts'
import { parseCsv } from './parse-csv.ts'
import css from './table-preview.module.css'

const SHOWN_ROWS = 500

export function TablePreview({ text, delimiter }: { text: string; delimiter: ',' | '\t' }) {
  const { t } = useText()
  const [header = [], ...rows] = useMemo(() => parseCsv(text, delimiter, SHOWN_ROWS + 1), [text, delimiter])
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div className={css.scroll} tabIndex={0} role="group" aria-label={t('charts.table')}>
        <table className={css.table}>
          <thead>
            <tr>{header.map((cell, at) => cellOf('th', cell, at))}</tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no other identity
              <tr key={index}>{row.map((cell, at) => cellOf('td', cell, at))}</tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length === SHOWN_ROWS && <p className={css.more}>{t('artifacts.firstRows', { count: SHOWN_ROWS })}</p>}
    </>
  )
}

const NUMBER = /^-?[\d.]+(e[+-]?\d+)?$/i

const cellOf = (Tag: 'th' | 'td', cell: string, at: number) => (
  <Tag key={at} className={NUMBER.test(cell) ? css.number : undefined} title={cell}>
    {cell}
  </Tag>
)
