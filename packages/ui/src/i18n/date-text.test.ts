import { expect, test } from 'vitest'
import { dayPattern, formatDay, parseDay } from './date-text.ts'

test.each([
  ['bg', '2026-03-15', '15.03.2026'],
  ['en', '2026-03-15', '03/15/2026'],
  ['bg', 'no day', 'no day'],
  ['bg', '', ''],
])('in %s %s is written %s', (locale, iso, text) => {
  expect(formatDay(iso, locale)).toBe(text)
})

test.each([
  ['bg', 'дмг', 'дд.мм.гггг'],
  ['en', 'dmy', 'mm/dd/yyyy'],
])('in %s the pattern is %s → %s', (locale, letters, pattern) => {
  expect(dayPattern(locale, letters)).toBe(pattern)
})

test.each([
  ['bg', '15.03.2026', '2026-03-15'],
  ['bg', ' 5.3.2026 г.', '2026-03-05'],
  ['bg', '2026-03-15', '2026-03-15'],
  ['en', '3/15/2026', '2026-03-15'],
  ['en', '15/3/2026', undefined],
  ['bg', '31.02.2026', undefined],
  ['bg', '15.03.26', undefined],
  ['bg', '15.03', undefined],
  ['bg', 'утре', undefined],
])('in %s %j is the day %s', (locale, text, iso) => {
  expect(parseDay(text, locale)).toBe(iso)
})
