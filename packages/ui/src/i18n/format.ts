import type { Metric } from '@millrace/contract'
import type { Locale } from './index.ts'

export type WireDouble = NonNullable<Metric['value']>

/** MLflow stores an infinity as the largest double. */
const STORED_INFINITY = Number.MAX_VALUE

export function toNumber(value: WireDouble | undefined): number {
  const number = value === undefined ? Number.NaN : Number(value)
  return Math.abs(number) === STORED_INFINITY ? Math.sign(number) * Number.POSITIVE_INFINITY : number
}

const formats = new Map<string, unknown>()

/** Making a format costs far more than using it, and a table uses one in every cell. */
function formatOf<Format, Options>(
  Kind: new (locale: string, options: Options) => Format,
  locale: string,
  options: Options,
): Format {
  const key = `${Kind.name} ${locale} ${JSON.stringify(options)}`
  const format = (formats.get(key) as Format | undefined) ?? new Kind(locale, options)
  formats.set(key, format)
  return format
}

const numberFormat = (locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat =>
  formatOf(Intl.NumberFormat, locale, options)

/** Six significant digits: enough to compare models, few enough to scan a column. */
export function formatMetric(value: WireDouble | undefined, locale: string, digits = 6): string {
  const number = toNumber(value)
  if (Number.isNaN(number)) return value === undefined ? '' : 'NaN'
  if (!Number.isFinite(number)) return number > 0 ? '∞' : '−∞'
  const size = Math.abs(number)
  const scientific = size !== 0 && (size < 1e-4 || size >= 1e9)
  return metricFormat(locale, digits, scientific).format(number)
}

const metricFormats = new Map<string, Intl.NumberFormat>()

/** Found by a short name: most cells of a table are metrics. */
function metricFormat(locale: string, digits: number, scientific: boolean): Intl.NumberFormat {
  const key = `${locale}${digits}${scientific}`
  const format =
    metricFormats.get(key) ??
    new Intl.NumberFormat(locale, {
      maximumSignificantDigits: digits,
      notation: scientific ? 'scientific' : 'standard',
    })
  metricFormats.set(key, format)
  return format
}

export function formatCount(value: number, locale: string): string {
  return numberFormat(locale, {}).format(value)
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

export function formatBytes(bytes: number, locale: string): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), BYTE_UNITS.length - 1)
  return numberFormat(locale, {
    style: 'unit',
    unit: BYTE_UNITS[power] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: power === 0 ? 0 : 1,
  }).format(bytes / 1000 ** power)
}

type TimeUnit = 'millisecond' | 'second' | 'minute' | 'hour' | 'day'

/** What Intl's narrow units put behind a number. Intl itself reads 25 ms of its data before the first of them. */
export const TIME_UNITS: Record<Locale, Record<TimeUnit, string>> = {
  en: { millisecond: 'ms', second: 's', minute: 'm', hour: 'h', day: 'd' },
  bg: { millisecond: ' мсек', second: ' с', minute: ' мин', hour: ' ч', day: ' д' },
}

const unit = (value: number, name: TimeUnit, locale: Locale, digits = 0) =>
  numberFormat(locale, { maximumFractionDigits: digits }).format(value) + TIME_UNITS[locale][name]

/** Two units at most: nobody needs the seconds of a two-day run. */
export function formatDuration(ms: number, locale: Locale): string {
  const seconds = ms / 1000
  if (seconds < 1) return unit(Math.round(ms), 'millisecond', locale)
  if (seconds < 60) return unit(seconds, 'second', locale, 1)
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  const days = Math.floor(hours / 24)
  const pair =
    days > 0
      ? [unit(days, 'day', locale), unit(hours % 24, 'hour', locale)]
      : hours > 0
        ? [unit(hours, 'hour', locale), unit(minutes % 60, 'minute', locale)]
        : [unit(minutes, 'minute', locale), unit(Math.floor(seconds % 60), 'second', locale)]
  return pair.join(' ')
}

const AGO_STEPS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const

/** Undefined where no calendar reaches: a client may log nanoseconds, or any other int64. */
export function toDate(time: number): Date | undefined {
  const date = new Date(time)
  return Number.isFinite(date.getTime()) ? date : undefined
}

export function formatAgo(time: number, now: number, locale: string): string {
  const seconds = Math.round((time - now) / 1000)
  const [name, size] = AGO_STEPS.find(([, size]) => Math.abs(seconds) >= size) ?? (['second', 1] as const)
  const format = formatOf(Intl.RelativeTimeFormat, locale, { numeric: 'auto' })
  return format.format(Math.trunc(seconds / size), name)
}

export function formatDateTime(
  time: number,
  locale: string,
  parts: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'medium' },
): string {
  const date = toDate(time)
  return date ? formatOf(Intl.DateTimeFormat, locale, parts).format(date) : String(time)
}
