import type { Page } from './pages.ts'
import { isReference } from './reference-in-bulgarian.ts'
import { type Language, SECTIONS } from './sections.ts'

interface Section {
  text: string
  collapsed: boolean
  items: { text: string; link: string }[]
}

/** The side bar of a language, from the folders. */
export function sidebar(pages: readonly Page[], language: Language): Section[] {
  const home = language === 'en' ? '/' : `/${language}/`
  return SECTIONS.flatMap((section) => {
    const items = pages
      .filter((page) => folderOf(page) === section.folder)
      .filter((page) => page.language === (isReference(page) ? 'en' : language))
      .filter(({ path }) => path !== 'index.md')
      .sort(byPlace)
      .map(({ title, path }) => ({ text: title, link: home + path.replace(/(^|\/)index\.md$|\.md$/, '$1') }))
    return items.length > 0
      ? [{ text: section[language], collapsed: section.folder === 'reference', items }]
      : []
  })
}

function folderOf({ path }: Page): string {
  return path.includes('/') ? (path.split('/')[0] ?? '') : ''
}

function byPlace(a: Page, b: Page): number {
  return placeOf(a) - placeOf(b) || a.title.localeCompare(b.title, a.language)
}

function placeOf({ front, path }: Page): number {
  return Number(front.order ?? (path.endsWith('/index.md') ? 0 : Number.POSITIVE_INFINITY))
}
