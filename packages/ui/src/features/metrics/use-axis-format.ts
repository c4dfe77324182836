import { useMemo } from 'react'
import { formatCount, formatDateTime, formatDuration, formatMetric } from '../../i18n/format.ts'
import { useRunText } from '../../i18n/run.ts'
import type { Axis } from './metrics-search.ts'

const DAY_MS = 86_400_000

/** Places on an axis in words, shorter the more of it is shown. */
export function useAxisFormat(axis: Axis) {
  const { locale } = useRunText()
  return useMemo(() => {
    const formats: Record<Axis, (value: number, span: number) => string> = {
      step: (value) => formatCount(value, locale),
      relative: (value) => formatDuration(value, locale),
      time: (value, span) =>
        formatDateTime(value, locale, span > DAY_MS ? { dateStyle: 'short' } : { timeStyle: 'short' }),
    }
    return { formatX: formats[axis], formatY: (value: number) => formatMetric(value, locale) }
  }, [axis, locale])
}
