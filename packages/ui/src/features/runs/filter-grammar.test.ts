import { describe, expect, test } from 'vitest'
import { holdsOf, typingAt, wrongPart } from './filter-grammar.ts'

describe('what is being typed', () => {
  test.each([
    ['', 'field', '', ''],
    ['me', 'field', 'me', ''],
    ['metrics.tr', 'field', 'metrics.tr', ''],
    ['metrics.`valid a', 'field', 'metrics.`valid a', ''],
    ['metrics.auc ', 'operator', '', 'metrics.auc'],
    ['params.model LI', 'operator', 'LI', 'params.model'],
    ['params.model LIKE', 'operator', 'LIKE', 'params.model'],
    ['params.model =', 'value', '', 'params.model'],
    ["params.model = 'gb", 'value', "'gb", 'params.model'],
    ["params.model = 'gbdt'", 'and', '', 'params.model'],
    ['tags.team IS NULL ', 'and', '', 'tags.team'],
    ["a.b = 'x' AND metrics.", 'field', 'metrics.', 'a.b'],
    ['metrics.auc > 0.5 a', 'and', 'a', 'metrics.auc'],
  ])('%j ends in a %s: %j', (text, expected, partial, field) => {
    expect(typingAt(text)).toMatchObject({ expected, partial, field })
  })
})

describe('the wrong part', () => {
  test.each([
    ['metrics.auc >> 1', '>>'],
    ['metric.auc > x', 'x'],
    ['foo.bar = 1', 'foo.bar'],
    ['attributes.nope = "x"', 'attributes.nope'],
    ['params.depth > 3', '>'],
    ['params.depth = 3', '3'],
    ["metrics.auc LIKE 'x'", 'LIKE'],
    ['metrics.auc IS NULL', 'IS NULL'],
    ["tags.a = 'x' OR tags.b = 'y'", "OR tags.b = 'y'"],
    ["tags.a = 'x' AND", 'AND'],
    ["tags.a IN 'x'", "'x'"],
    ["tags.a = 'x", "'x"],
  ])('of %s is %s', (filter, part) => {
    const { start = 0, end = 0 } = wrongPart(filter) ?? {}
    expect(filter.slice(start, end)).toBe(part)
  })

  test.each([
    'metrics.auc > 0.5 and params.`a b` != "x"',
    "tags.team IN ('a','b') AND status = 'RUNNING'",
    "tags.a IS NOT NULL AND dataset.name ILIKE '%g%'",
    'start_time > 1700000000000',
  ])('of %s is nowhere', (filter) => {
    expect(wrongPart(filter)).toBeUndefined()
  })
})

test.each(['constructor', 'attributes.constructor', 'dataset.nope', 'metrics.', 'x.y'])(
  '%s is no field',
  (field) => {
    expect(holdsOf(field)).toBeUndefined()
  },
)
