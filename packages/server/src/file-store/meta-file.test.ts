import { describe, expect, it } from 'vitest'
import { DamagedFile, formatMeta, integerOf, pairsOf, parseMeta, parseTyped, textOf } from './meta-file.ts'
import { NASTY_TEXTS } from './nasty-texts.ts'

describe('what is written is read again', () => {
  it.each(NASTY_TEXTS.map((text) => [JSON.stringify(text), text]))('%s', (_shown, text) => {
    expect(textOf(parseMeta(formatMeta({ name: text })), 'name')).toBe(text)
    expect(pairsOf(parseMeta(formatMeta({ aliases: { [text]: '1' } })), 'aliases')).toEqual([[text, '1']])
  })

  it('numbers to the last digit, nothing, and empty lists and maps', () => {
    const meta = parseMeta(
      formatMeta({ large: 9_007_199_254_740_993n, small: -5, none: null, list: [], map: {} }),
    )
    expect(integerOf(meta, 'large')).toBe(9_007_199_254_740_993n)
    expect(integerOf(meta, 'small')).toBe(-5)
    expect(textOf(meta, 'none')).toBeNull()
    expect(integerOf(meta, 'absent')).toBeNull()
    expect(meta).toMatchObject({ list: [], map: {} })
  })
})

describe('what PyYAML writes is read', () => {
  it.each([
    ["run_name: it''s plain", "it''s plain"],
    ["run_name: 'it''s quoted: yes'", "it's quoted: yes"],
    ['run_name: a long name that goes\n  on here', 'a long name that goes on here'],
    ['run_name: "tab\\t, \\xE9 and \\U0001F680"', 'tab\t, é and 🚀'],
    ["run_name: 'two\n\n  lines'", 'two\nlines'],
    ['run_name: 1e5', '1e5'],
    ['run_name: null', null],
    ["run_name: 'null'", 'null'],
    ['run_name:', null],
    ['run_name: file:///a b/c', 'file:///a b/c'],
  ])('%s', (yaml, text) => {
    expect(textOf(parseMeta(`${yaml}\nstatus: 3\n`), 'run_name')).toBe(text)
  })
})

it.each(['', '- a\n- b\n', 'status: [1', 'just words', 'a: b: c'])(
  'what is no map is damaged (%j)',
  (yaml) => {
    expect(
      () => textOf(parseMeta(yaml), 'status') ?? integerOf(parseMeta(`${yaml}status: x`), 'status'),
    ).toThrow(DamagedFile)
  },
)

const NESTED = ['a: &a [x, x, x, x, x, x, x, x, x]']
for (let i = 1; i < 8; i++) {
  const alias = `*${'abcdefgh'[i - 1]}`
  const letter = 'abcdefgh'[i]
  NESTED.push(`${letter}: &${letter} [${Array(9).fill(alias).join(', ')}]`)
}

it.each(['run_name: *best', 'run_name: &best *best', NESTED.join('\n'), `a: ${'['.repeat(50_000)}`])(
  'aliases that lead nowhere or too far, and depths without end, are damage (%#)',
  (yaml) => {
    expect(() => parseMeta(yaml)).toThrow(DamagedFile)
    expect(() => parseTyped(yaml)).toThrow(DamagedFile)
  },
)
