import { describe, expect, test } from 'vitest'
import {
  formatAgo,
  formatBytes,
  formatDateTime,
  formatDuration,
  formatMetric,
  TIME_UNITS,
  toNumber,
} from './format.ts'

describe('formatMetric', () => {
  test.each([
    [0, '0'],
    [0.123456789, '0.123457'],
    [1.3e-9, '1.3E-9'],
    [123456789012, '1.23457E11'],
    ['NaN', 'NaN'],
    [Number.MAX_VALUE, '∞'],
    [-Number.MAX_VALUE, '−∞'],
    ['-Infinity', '−∞'],
    [undefined, ''],
  ] as const)('%s reads %s', (value, text) => {
    expect(formatMetric(value, 'en')).toBe(text)
  })

  test('uses the decimal comma of Bulgarian', () => {
    expect(formatMetric(0.5, 'bg')).toBe('0,5')
  })
})

test('a missing value is not a number', () => {
  expect(toNumber(undefined)).toBeNaN()
})

test.each([
  [12, '12ms'],
  [1500, '1.5s'],
  [61_000, '1m 1s'],
  [3_600_000, '1h 0m'],
  [90_000_000, '1d 1h'],
])('%d ms reads %s', (ms, text) => {
  expect(formatDuration(ms, 'en')).toBe(text)
})

test.each(Object.entries(TIME_UNITS))('units of time are those of Intl in %s', (locale, names) => {
  for (const [unit, name] of Object.entries(names)) {
    const format = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'narrow' })
    expect(`7${name}`, unit).toBe(format.format(7))
  }
})

test.each([
  [0, '0 byte'],
  [999, '999 byte'],
  [1000, '1 kB'],
  [1_250_000, '1.3 MB'],
])('%d bytes read %s', (bytes, text) => {
  expect(formatBytes(bytes, 'en')).toBe(text)
})

test('past times name their largest unit', () => {
  expect(formatAgo(0, 7_200_000, 'en')).toBe('2 hours ago')
  expect(formatAgo(0, 0, 'en')).toBe('now')
})

test.each([1.7e18, -1.7e18, Number.MAX_SAFE_INTEGER])('%d is no time and reads as it is', (time) => {
  expect(formatDateTime(time, 'en')).toBe(String(time))
})
