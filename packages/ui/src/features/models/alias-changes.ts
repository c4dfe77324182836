import type { RegisteredModelAlias } from '@millrace/contract'

/** Words, with or without the `@` of the URIs in which they stand. */
export function readAliases(text: string): string[] {
  const words = text.split(/[\s,]+/).map((word) => word.replace(/^@/, ''))
  return [...new Set(words.filter(Boolean))]
}

/** What must change in a model for a version to have just the wanted aliases. */
export function aliasChanges(ofModel: RegisteredModelAlias[], version: string, wanted: string[]) {
  const had = ofModel.filter((alias) => alias.version === version).map(({ alias = '' }) => alias)
  const added = wanted.filter((alias) => !had.includes(alias))
  return {
    added,
    removed: had.filter((alias) => !wanted.includes(alias)),
    /** Those that another version gives up. */
    moved: ofModel.filter(({ alias = '' }) => added.includes(alias)),
  }
}
