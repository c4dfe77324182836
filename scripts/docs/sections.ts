/** The sections of the docs in the order of the navigation: a folder of `docs/`, with its name in both languages. */
export const SECTIONS: readonly { readonly folder: string; readonly en: string; readonly bg: string }[] = [
  { folder: 'start', en: 'Start here', bg: 'Започнете оттук' },
  { folder: 'concepts', en: 'Concepts', bg: 'Понятия' },
  { folder: 'use-case', en: 'A bank’s use case', bg: 'Случай от банка' },
  { folder: 'best-practices', en: 'Best practices', bg: 'Добри практики' },
  { folder: 'workshop', en: 'A team’s first workshop', bg: 'Първа работилница на екипа' },
  { folder: 'migrate', en: 'Migrate', bg: 'Преминаване' },
  { folder: 'operate', en: 'Operate', bg: 'Експлоатация' },
  { folder: 'ci-cd', en: 'CI/CD', bg: 'CI/CD' },
  { folder: '', en: 'More', bg: 'Още' },
  { folder: 'extend', en: 'Extend', bg: 'Разширяване' },
  { folder: 'reference', en: 'Reference', bg: 'Справочник' },
]

export type Language = 'en' | 'bg'

/** Folders of `docs/` that hold no pages of the site. */
export const NO_PAGES: readonly string[] = ['images', 'node_modules', 'talk', '.vitepress']
