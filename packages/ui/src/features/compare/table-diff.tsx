import { useMemo, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { useChartText } from '../../i18n/charts.ts'
import { parseCsv } from '../artifacts/parse-csv.ts'
import { type DiffCell, diffRows, isChanged } from './diff-rows.ts'
import css from './file-comparison.module.css'

interface Props {
  before: string
  after: string
  delimiter: ',' | '\t'
}

/** Drawn at first, and more with each click. */
const ROWS = 500

/** A table in which a changed cell shows what it was and what it is. */
export function TableDiff({ before, after, delimiter }: Props) {
  const { t } = useChartText()
  const [shown, setShown] = useState(ROWS)
  const rows = useMemo(() => {
    const [old, now] = [before, after].map((text) => parseCsv(text, delimiter).rows)
    return diffRows(old ?? [], now ?? [])
  }, [before, after, delimiter])
  const changed = rows.reduce((sum, row) => sum + row.filter(isChanged).length, 0)
  return (
    <>
      <p className={css.notice}>{t('compareRuns.changedCells', { count: changed })}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={css.scroll} tabIndex={0} aria-label={t('compareRuns.diff')}>
        <table className={css.table}>
          <tbody>
            {rows.slice(0, shown).map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows keep their places
              <tr key={at}>
                <th scope="row">{at + 1}</th>
                {row.map((cell, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their places
                  <td key={column} className={isChanged(cell) ? css.changed : undefined}>
                    <Cell {...cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {rows.length > shown && (
        <Button onClick={() => setShown(shown + ROWS)}>
          {t('compareRuns.moreRows', { count: rows.length - shown })}
        </Button>
      )}
    </>
  )
}

function Cell(cell: DiffCell) {
  if (!isChanged(cell)) return cell.after
  return (
    <>
      {cell.before !== undefined && <del>{cell.before}</del>}{' '}
      {cell.after !== undefined && <ins>{cell.after}</ins>}
    </>
  )
}
