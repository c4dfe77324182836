import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '../pages.ts'

/** A Markdown file that is checked, on the site or not. */
export interface Document {
  /** From the repository's root. */
  readonly name: string
  readonly text: string
}

/** Read beside the site: by who opens the repository, and by npm. */
const READMES = [
  ...['README.md', 'AGENTS.md', 'packages/sdk/README.md', 'bench/README.md'],
  ...['examples/credit-scoring/README.md', 'examples/ci/README.md', 'examples/tensorflow/README.md'],
]

export function readmes(root: string): Document[] {
  return READMES.map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }))
}

export function documentOf({ language, path, text }: Page): Document {
  return { name: language === 'en' ? `docs/${path}` : `docs/${language}/${path}`, text }
}
