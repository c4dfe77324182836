/** A day as it is written in a language, and as addresses and the API have it: `2026-03-15`. */

const DAY: Intl.DateTimeFormatOptions = {
  ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
  timeZone: 'UTC',
}
const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})$/

type Part = 'year' | 'month' | 'day'
const isPart = (type: string): type is Part => type === 'year' || type === 'month' || type === 'day'

const partsOf = (locale: string, date = new Date(0)) =>
  new Intl.DateTimeFormat(locale, DAY).formatToParts(date)

/** The order of year, month and day. */
const orderOf = (locale: string): Part[] =>
  partsOf(locale)
    .map(({ type }) => type)
    .filter(isPart)

/** `15.03.2026` for `2026-03-15`; what is no day stays as it is. */
export function formatDay(iso: string, locale: string): string {
  const date = new Date(`${iso}T00:00:00Z`)
  if (!ISO.test(iso) || Number.isNaN(date.getTime())) return iso
  const parts = partsOf(locale, date)
  const last = parts.findLastIndex(({ type }) => isPart(type))
  return parts
    .slice(0, last + 1)
    .map(({ value }) => value)
    .join('')
}

/** How a day is to be written: `dd.mm.yyyy`. @param letters those of day, month and year */
export function dayPattern(locale: string, letters: string): string {
  const [day = 'd', month = 'm', year = 'y'] = letters
  const shown: Record<Part, string> = { day: day.repeat(2), month: month.repeat(2), year: year.repeat(4) }
  const parts = partsOf(locale)
  const last = parts.findLastIndex(({ type }) => isPart(type))
  return parts
    .slice(0, last + 1)
    .map(({ type, value }) => (isPart(type) ? shown[type] : value))
    .join('')
}

/** `2026-03-15` for a day as the language writes it, or as ISO does; undefined for what is no day. */
export function parseDay(text: string, locale: string): string | undefined {
  const numbers = text.match(/\d+/g)?.map(Number) ?? []
  const order: readonly Part[] = ISO.test(text.trim()) ? ['year', 'month', 'day'] : orderOf(locale)
  if (numbers.length !== 3) return undefined
  const of = (part: Part) => numbers[order.indexOf(part)] ?? 0
  const [year, month, day] = [of('year'), of('month'), of('day')]
  if (year < 1000 || year > 9999) return undefined
  const date = new Date(Date.UTC(year, month - 1, day))
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return isReal ? date.toISOString().slice(0, 10) : undefined
}
