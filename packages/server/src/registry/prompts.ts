import type { Comparison } from '../search/index.ts'

/** Prompts are registered models, and their versions model versions, that carry this tag. */
export const PROMPT_TAG = 'mlflow.prompt.is_prompt'
export const PROMPT_TEXT_TAG = 'mlflow.prompt.text'

interface Tag {
  readonly key?: string
  readonly value?: string | null
}

export function isPrompt(tags: readonly Tag[]): boolean {
  return tags.findLast((tag) => tag.key === PROMPT_TAG)?.value?.toLowerCase() === 'true'
}

/** A search's filter, and whether prompts are left out of what it finds. */
export interface PromptFilter {
  readonly filter: readonly Comparison[]
  readonly hidesPrompts: boolean
}

/** As in MLflow a search shows prompts only if its first comparison of their tag asks for them; else none of those counts. */
export function withoutPromptsUnlessAsked(filter: readonly Comparison[]): PromptFilter {
  const first = filter.find(ofPromptTag)
  if (first && asksForPrompts(first)) return { filter, hidesPrompts: false }
  return { filter: filter.filter((comparison) => !ofPromptTag(comparison)), hidesPrompts: true }
}

function ofPromptTag({ type, key }: Comparison): boolean {
  return type === 'tag' && key === PROMPT_TAG
}

function asksForPrompts({ comparator, value }: Comparison): boolean {
  const asked = String(value).toLowerCase()
  return (comparator === '=' && asked === 'true') || (comparator === '!=' && asked === 'false')
}
