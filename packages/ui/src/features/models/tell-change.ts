import type { RegistryChange } from '@millrace/contract'
import type { ModelMessageId } from '../../i18n/models.ts'

/** What happened to a value that is there, or not, before and after. */
function stepOf({ from, to }: RegistryChange): 'set' | 'changed' | 'removed' {
  if (from === undefined) return 'set'
  return to === undefined ? 'removed' : 'changed'
}

type Sentence = (change: RegistryChange) => ModelMessageId

const of = ({ version }: RegistryChange) => (version ? 'version' : 'model')

const SENTENCES: Record<string, Sentence> = {
  created: (change) => `history.${of(change)}.created`,
  deleted: (change) => `history.${of(change)}.deleted`,
  renamed: () => 'history.model.renamed',
  description: (change) => `history.${of(change)}.description`,
  stage: () => 'history.version.stage',
  tag: (change) => `history.${of(change)}.tag.${stepOf(change)}`,
  alias: (change) => `history.alias.${stepOf(change)}`,
}

/** The sentence that tells a change; none for one that a newer server may keep. */
export const sentenceOf = (change: RegistryChange): ModelMessageId | undefined =>
  Object.hasOwn(SENTENCES, change.change) ? SENTENCES[change.change]?.(change) : undefined

/** Its words; what is absent is an empty text, not a placeholder. */
export const wordsOf = ({ key = '', version = '', from = '', to = '' }: RegistryChange) => ({
  key,
  version,
  from,
  to,
})
