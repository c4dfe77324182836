import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Page } from './pages.ts'

const REFERENCE = 'reference/'
const NOTICE = 'Справочникът се прави от изходния код и е само на английски.'

/** Whether a page is one of those that are generated, in English only. */
export function isReference({ path }: Pick<Page, 'path'>): boolean {
  return path.startsWith(REFERENCE)
}

/**
 * Writes the reference once more among the Bulgarian pages, below a notice: whoever reads in Bulgarian finds it with the
 * menus and the search of their language, and the switch of languages leads somewhere from either side. Only the site needs
 * them, so git does not keep them.
 */
export async function writeReferenceInBulgarian(docs: string, pages: readonly Page[]): Promise<void> {
  const folder = join(docs, 'bg')
  await rm(join(folder, REFERENCE), { recursive: true, force: true })
  for (const page of pages.filter((each) => each.language === 'en' && isReference(each))) {
    const target = join(folder, page.path)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, withNotice(oneFolderDeeper(page)))
  }
}

function withNotice(text: string): string {
  const [front = ''] = /^---\n[\s\S]*?\n---\n/.exec(text) ?? []
  return `${front}\n> ${NOTICE}\n\n<div lang="en">\n\n${text.slice(front.length)}\n\n</div>\n`
}

/** Links that leave the docs have one folder more to leave. */
function oneFolderDeeper({ text, path }: Page): string {
  const up = `](${'../'.repeat(path.split('/').length)}`
  return text.replaceAll(up, `${up}../`)
}
