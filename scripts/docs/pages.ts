import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Language, NO_PAGES } from './sections.ts'

/** A Markdown file of the site. */
export interface Page {
  /** Below the folder of its language, with `.md`: the same for both twins. */
  readonly path: string
  readonly language: Language
  readonly file: string
  readonly text: string
  readonly front: Readonly<Record<string, string>>
  readonly title: string
}

const FRONT_MATTER = /^---\n([\s\S]*?)\n---\n/

/** Every page below `docs` that somebody wrote or git keeps, by path: the reference is one of the English ones. */
export function readPages(docs: string): Page[] {
  return [...pagesIn(docs, 'en', [...NO_PAGES, 'bg']), ...pagesIn(join(docs, 'bg'), 'bg', ['reference'])]
}

function pagesIn(folder: string, language: Language, without: readonly string[]): Page[] {
  return existsSync(folder)
    ? markdownIn(folder, without).map((path) => readPage(join(folder, path), path, language))
    : []
}

function markdownIn(folder: string, without: readonly string[]): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !without.includes(name))
    .flatMap((entry) =>
      entry.isDirectory()
        ? markdownIn(join(folder, entry.name), without).map((path) => `${entry.name}/${path}`)
        : entry.name.endsWith('.md')
          ? [entry.name]
          : [],
    )
    .sort()
}

function readPage(file: string, path: string, language: Language): Page {
  const text = readFileSync(file, 'utf8')
  const [, title = path] = /^# +(.+)$/m.exec(text) ?? []
  return { path, language, file, text, front: frontMatterOf(text), title: plain(title) }
}

/** Lines of `name: value`; our pages need no more of YAML. */
function frontMatterOf(text: string): Record<string, string> {
  const [, lines = ''] = FRONT_MATTER.exec(text) ?? []
  return Object.fromEntries(
    lines.split('\n').flatMap((line) => {
      const [, name, value] = /^([\w-]+): *(.*)$/.exec(line) ?? []
      return name === undefined ? [] : [[name, (value ?? '').replace(/^(['"])(.*)\1$/, '$2')]]
    }),
  )
}

/** A heading's text without its marks. */
export function plain(markdown: string): string {
  return markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .trim()
}
