import { useChartText } from '../../i18n/charts.ts'
import { formatMetric } from '../../i18n/format.ts'
import { deltaOf, type ValueRow } from './compared-values.ts'
import css from './values-grid.module.css'

type Value = ValueRow['cells'][number]

/** A difference is read at a glance; the values themselves stand above it. */
const ROUGHLY: Intl.NumberFormatOptions = { maximumSignificantDigits: 3, signDisplay: 'exceptZero' }

/** A value, and how far a metric is from the baseline's. */
export function ValueCell({ value, base }: { value: Value; base: Value }) {
  const { locale } = useChartText()
  if (value === undefined) return <span className={css.none}>–</span>
  if (typeof value === 'string') return <span title={value}>{value}</span>
  const delta = deltaOf(value, base)
  const format = (by: number, options: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(locale, { ...ROUGHLY, ...options }).format(by)
  return (
    <>
      <span title={String(value)}>{formatMetric(toWire(value), locale)}</span>
      {delta && (
        <small>
          {format(delta.by, {})}
          {delta.share !== undefined && ` (${format(delta.share, { style: 'percent' })})`}
        </small>
      )}
    </>
  )
}

const toWire = (value: number) => (Number.isNaN(value) ? 'NaN' : value)
