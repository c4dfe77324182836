import { posix, win32 } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safePath } from './safe-path.ts'

const invalid = expect.objectContaining({ code: 'INVALID_PARAMETER_VALUE', message: 'Invalid path' })

describe('a path as it stands in a URL', () => {
  it.each([
    ['plain.txt', 'plain.txt'],
    ['sp%20ace.txt', 'sp ace.txt'],
    ['pl+us.txt', 'pl+us.txt'],
    ['uni-%D0%91%D0%B3.txt', 'uni-Бг.txt'],
    ['p%2525.txt', 'p%25.txt'],
    ['100%25', '100%'],
    ['a%zz', 'a%zz'],
    ['%ff', '%ff'],
    ['a..b', 'a..b'],
    ['.hidden', '.hidden'],
    ['..foo', '..foo'],
    ['foo..', 'foo..'],
    ['a/.../b', 'a/.../b'],
    ['d/trail/', 'd/trail'],
    ['d//dbl', 'd/dbl'],
    ['./a/./b', 'a/b'],
    ['.', ''],
    ['', ''],
    ['a%2Fb', 'a/b'],
    ['a%252fb', 'a%2fb'],
    ['a:b', 'a:b'],
    ['c:x', 'c:x'],
    ['a/C%3A/x', 'a/C:/x'],
    ['tab%09', 'tab%09'],
    ['a%7Fb', 'a%7fb'],
    ['~root/x', '~root/x'],
    ['$HOME', '$HOME'],
    ['a;b=c,d&e@f|g<h*"', 'a;b=c,d&e@f|g<h*"'],
    ['%EF%BC%8E%EF%BC%8E/x', '．．/x'],
    ['x'.repeat(255), 'x'.repeat(255)],
  ])('%s is %s', (path, expected) => {
    expect(safePath(path, { platform: 'linux' })).toBe(expected)
  })

  it.each([
    '..',
    'a/..',
    'a/../b',
    '%2e%2e/x',
    '%2e%2e%2fx',
    'a/%252e%252e/x',
    'a/%25252e%25252e/x',
    '%ff%2f%2e%2e%2fx',
    '/etc',
    '//etc',
    '%2Fetc',
    '%252Fetc',
    'C:/x',
    'C%3A%2Fx',
    'c:',
    './C:/x',
    'C%3A%5Cx',
    'file:x',
    'file%3A/etc/x',
    './FILE:/x',
    'a%5Cb',
    'a%255Cb',
    '..%5Cx',
    'a#b',
    'a%23b',
    'a%2523b',
    'a%3Fb',
    'a%00b',
    'a%2500b',
    'a\0b',
    '\ud800',
    'a\udc00b',
    'x'.repeat(256),
    'я'.repeat(128),
    'y/'.repeat(3000),
    `%${'25'.repeat(12)}41`,
  ])('%s is refused', (path) => {
    expect(() => safePath(path)).toThrow(invalid)
  })
})

describe('a path that was decoded before', () => {
  it('keeps its percent signs', () => {
    expect(safePath('a%20b', { decoded: true })).toBe('a%20b')
  })

  it.each(['%2e%2e/x', '%252e%252e', '..', 'a%5cb', '%00'])('%s is refused', (path) => {
    expect(() => safePath(path, { decoded: true })).toThrow(invalid)
  })
})

describe('on Windows', () => {
  it.each(['a:stream', 'c:x', 'a/.. /b', 'a/b.', 'a /b'])('%s is refused', (path) => {
    expect(() => safePath(path, { platform: 'win32' })).toThrow(invalid)
  })
})

describe('whatever is given', () => {
  const piece = fc.constantFrom(
    '..', '.', '/', '\\', '%2e', '%2E', '%2f', '%5c', '%25', '%252e', '%00', '\0', '#', '?', ':', 'C:', 'c%3a', 'file:',
    '%c0%ae', '%ff', '%ed%a0%80', '．', '‥', '\ud800', ' ', '%20', '~', 'a', 'b.txt', '\n', '%0a', '%', '2e',
  ) // biome-ignore format: one table
  const path = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.webPath(),
  )
  const accepted = (given: string, options: Parameters<typeof safePath>[1]) => {
    try {
      return safePath(given, options)
    } catch (error) {
      expect(error).toEqual(invalid)
      return undefined
    }
  }

  it.each([
    ['linux', posix, '/srv/root'],
    ['win32', win32, 'C:\\srv\\root'],
  ] as const)(
    'it stays inside the root on %s, and after any further decoding',
    (platform, { resolve, sep }, root) => {
      fc.assert(
        fc.property(path, fc.boolean(), (given, decoded) => {
          let level: string | undefined = accepted(given, { decoded, platform })
          for (let n = 0; level !== undefined && n < 12; n++) {
            const resolved = resolve(root, level)
            expect(resolved === root || resolved.startsWith(root + sep)).toBe(true)
            expect(level).not.toMatch(/[\0\\#?]/)
            level = level.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) =>
              String.fromCharCode(Number.parseInt(hex, 16)),
            )
          }
        }),
        { numRuns: 20_000 },
      )
    },
  )

  it('a safe path is safe again, and the same', () => {
    fc.assert(
      fc.property(path, (given) => {
        const once = accepted(given, {})
        if (once !== undefined) expect(safePath(once, { decoded: true })).toBe(once)
      }),
      { numRuns: 20_000 },
    )
  })
})
