import { compileMessage } from '@lingui/message-utils/compileMessage'
import { expect, test } from 'vitest'
import { bg as bgOfAll } from './bg.ts'
import { bgModels } from './bg-models.ts'
import { bgRun } from './bg-run.ts'
import { en as enOfAll } from './en.ts'
import { enModels } from './en-models.ts'
import { enRun } from './en-run.ts'

const en = { ...enOfAll, ...enRun, ...enModels }
const bg = { ...bgOfAll, ...bgRun, ...bgModels }

const placeholders = (text: string) => [...new Set(text.match(/\{(\w+)/g))].filter((name) => name !== '{#').sort()
const isWord = (name: string) => /^\{[a-z]\w*$/i.test(name)

test.each(Object.keys(en) as (keyof typeof en)[])('%s says the same in both languages', (id) => {
  expect(() => [compileMessage(en[id]), compileMessage(bg[id])]).not.toThrow()
  const names = (text: string) => placeholders(text.replaceAll(/(one|other) \{[^}]*\}/g, '')).filter(isWord)
  expect(names(bg[id])).toEqual(names(en[id]))
})
