import { useMemo, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { useRunText } from '../../i18n/run.ts'
import { parseCsv } from './parse-csv.ts'
import css from './table-preview.module.css'

const SHOWN_AT_ONCE = 500

export function TablePreview({ text, delimiter }: { text: string; delimiter: ',' | '\t' }) {
  const { t } = useRunText()
  const [limit, setLimit] = useState(SHOWN_AT_ONCE)
  const [header = [], ...rows] = useMemo(() => parseCsv(text, delimiter, limit + 1), [text, delimiter, limit])
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={css.scroll} tabIndex={0} aria-label={t('charts.table')}>
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
      </section>
      {rows.length === limit && (
        <p className={css.more}>
          {t('artifacts.firstRows', { count: limit })}
          <Button onClick={() => setLimit(limit + SHOWN_AT_ONCE)}>{t('artifacts.loadMore')}</Button>
        </p>
      )}
    </>
  )
}

const NUMBER = /^-?[\d.]+(e[+-]?\d+)?$/i

const cellOf = (Tag: 'th' | 'td', cell: string, at: number) => (
  <Tag key={at} className={NUMBER.test(cell) ? css.number : undefined} title={cell}>
    {cell}
  </Tag>
)
