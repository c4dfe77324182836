import { expect, test } from 'vitest'
import { FrequentTexts } from './frequent-texts.ts'

test('a text has a name from its second time on', () => {
  const texts = new FrequentTexts()
  expect([
    texts.nameOf('a'),
    texts.nameOf('b'),
    texts.nameOf('a'),
    texts.nameOf('a'),
    texts.nameOf('b'),
  ]).toEqual([undefined, undefined, 'millrace_q1', 'millrace_q1', 'millrace_q2'])
})

test('only so many texts have one', () => {
  const texts = new FrequentTexts()
  const named = Array.from({ length: 400 }, (_, i) => texts.nameOf(`t${i}`) ?? texts.nameOf(`t${i}`)).filter(
    Boolean,
  )
  expect(new Set(named).size).toBe(300)
})
