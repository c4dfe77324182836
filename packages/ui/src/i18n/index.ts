import { setupI18n } from '@lingui/core'
import { useLingui } from '@lingui/react'
import { bg } from '../locales/bg.ts'
import { en } from '../locales/en.ts'

export type MessageId = keyof typeof en
type Values = Record<string, string | number>
export type Translate<Id extends string = MessageId> = (id: Id, values?: Values) => string

export const LOCALES = { en: 'English', bg: 'Български' } as const
export type Locale = keyof typeof LOCALES

const STORAGE_KEY = 'millrace.locale'

function firstLocale(): Locale {
  const wanted = [localStorage.getItem(STORAGE_KEY), ...navigator.languages.map((tag) => tag.slice(0, 2))]
  return wanted.find((tag): tag is Locale => tag !== null && tag in LOCALES) ?? 'en'
}

export const i18n = setupI18n({ messages: { en, bg } })

export function setLocale(locale: Locale): void {
  localStorage.setItem(STORAGE_KEY, locale)
  activate(locale)
}

function activate(locale: Locale): void {
  document.documentElement.lang = locale
  i18n.activate(locale)
}

activate(firstLocale())

/** The typed way to text: `t` only knows ids of the catalogs, and re-renders on a language change. */
export const useText = useTextOf<MessageId>

/** With the ids of catalogs that are loaded later: their modules beside this one load them, and give these ids to `t`. */
export function useTextOf<Id extends string>(): { t: Translate<Id>; locale: Locale } {
  const { i18n } = useLingui()
  return { t: (id, values) => i18n._(id, values), locale: i18n.locale as Locale }
}
