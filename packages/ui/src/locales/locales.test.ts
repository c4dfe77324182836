import { compileMessage } from '@lingui/message-utils/compileMessage'
import { expect, test } from 'vitest'
import { bg } from './bg.ts'
import { en } from './en.ts'

const placeholders = (text: string) => [...new Set(text.match(/\{(\w+)/g))].filter((name) => name !== '{#').sort()
const isWord = (name: string) => /^\{[a-z]\w*$/i.test(name)

test.each(Object.keys(en) as (keyof typeof en)[])('%s says the same in both languages', (id) => {
  expect(() => [compileMessage(en[id]), compileMessage(bg[id])]).not.toThrow()
  const names = (text: string) => placeholders(text.replaceAll(/(one|other) \{[^}]*\}/g, '')).filter(isWord)
  expect(names(bg[id])).toEqual(names(en[id]))
})
