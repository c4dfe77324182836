import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { expect, test } from 'vitest'

type Catalog = Record<string, string>

/** The catalogs of a language, of all pages together. */
async function catalogOf(language: string): Promise<Catalog> {
  const files = readdirSync(import.meta.dirname).filter((file) =>
    new RegExp(`^${language}(-\\w+)?\\.ts$`).test(file),
  )
  const modules: Record<string, Catalog>[] = await Promise.all(files.map((file) => import(/* @vite-ignore */ join(import.meta.dirname, file))))
  return Object.assign({}, ...modules.flatMap((module) => Object.values(module)))
}

const en = await catalogOf('en')
const bg = await catalogOf('bg')

const placeholders = (text: string) => [...new Set(text.match(/\{(\w+)/g))].filter((name) => name !== '{#').sort()
const isWord = (name: string) => /^\{[a-z]\w*$/i.test(name)

test.each(Object.keys(en))('%s says the same in both languages', (id) => {
  const [inEnglish = '', inBulgarian = ''] = [en[id], bg[id]]
  expect(() => [compileMessage(inEnglish), compileMessage(inBulgarian)]).not.toThrow()
  const names = (text: string) => placeholders(text.replaceAll(/(one|other) \{[^}]*\}/g, '')).filter(isWord)
  expect(names(inBulgarian)).toEqual(names(inEnglish))
})
