import { fencesOf, withoutFences } from '../fences.ts'
import type { Page } from '../pages.ts'

/** Written by a program, in English only. */
const GENERATED = /^reference\//

/** Bulgarian prose about programs still holds many English words. */
const CYRILLIC_AT_LEAST = 0.4

/** @param untranslated paths of pages that are known to lack their Bulgarian twin */
export function twinProblems(pages: readonly Page[], untranslated: readonly string[]): string[] {
  const english = new Map(pages.filter((page) => page.language === 'en').map((page) => [page.path, page]))
  const bulgarian = new Map(pages.filter((page) => page.language === 'bg').map((page) => [page.path, page]))
  const missing = [...english.keys()].filter((path) => !GENERATED.test(path) && !bulgarian.has(path))
  return [
    ...missing
      .filter((path) => !untranslated.includes(path))
      .map(
        (path) =>
          `docs/${path} has no Bulgarian twin docs/bg/${path}, and docs/bg/untranslated.txt does not list it`,
      ),
    ...untranslated
      .filter((path) => !missing.includes(path))
      .map(
        (path) =>
          `docs/bg/untranslated.txt lists ${path}, which ${bulgarian.has(path) ? 'is translated' : 'is no page'}`,
      ),
    ...[...bulgarian.values()].flatMap((page) => {
      const original = english.get(page.path)
      return original ? differences(original, page) : [`docs/bg/${page.path} is a twin of no English page`]
    }),
  ]
}

/** A translation that fell behind shows in its headings and blocks. */
function differences(original: Page, twin: Page): string[] {
  const name = `docs/bg/${twin.path}`
  return [
    ...['headings', 'blocks'].flatMap((what) => {
      const [theirs, ours] = [original, twin].map((page) =>
        what === 'headings' ? headings(page) : blocks(page),
      )
      const at = theirs?.findIndex((each, index) => each !== ours?.[index]) ?? -1
      if (at === -1 && theirs?.length === ours?.length) return []
      return [
        `${name}: its ${what} are not those of the English page, from number ${(at === -1 ? (theirs?.length ?? 0) : at) + 1} on`,
      ]
    }),
    ...(shareOfCyrillic(twin.text) < CYRILLIC_AT_LEAST ? [`${name} is not in Bulgarian`] : []),
  ]
}

function headings({ text }: Page): string[] {
  return [...withoutFences(text).matchAll(/^(#{1,6}) /gm)].map(([, level = '']) => level)
}

function blocks({ text }: Page): string[] {
  return fencesOf(text).map(({ language, marks }) =>
    [language, ...[...marks].filter(([mark]) => mark !== 'caption').map((mark) => mark.join('='))].join(' '),
  )
}

function shareOfCyrillic(text: string): number {
  const prose = withoutFences(text)
    .replace(/^---\n[\s\S]*?\n---\n/, '')
    .replace(/`[^`\n]*`|\]\([^)]*\)|https?:\S+/g, '')
  const letters = prose.match(/\p{L}/gu)?.length ?? 0
  return letters === 0 ? 1 : (prose.match(/\p{Script=Cyrillic}/gu)?.length ?? 0) / letters
}
