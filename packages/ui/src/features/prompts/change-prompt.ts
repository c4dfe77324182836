import type { CreateModelVersionResponse } from '@millrace/contract'
import { useQueryClient } from '@tanstack/react-query'
import { ApiError, change } from '../../api/client.ts'
import { modelsKey } from '../models/search-models.ts'
import { CONFIG_TAG, FORMAT_TAG, PROMPT_TAG, TEXT_TAG, TYPE_TAG } from './prompt-tags.ts'
import type { Message } from './read-prompt.ts'

/** A version that is not kept yet. */
export interface Draft {
  type: 'text' | 'chat'
  text: string
  messages: Message[]
  /** JSON, or nothing. */
  responseFormat: string
  modelConfig: string
  /** What changed, and why. */
  summary: string
}

const IS_PROMPT = { key: PROMPT_TAG, value: 'true' }
/** The registry wants a source; a prompt has none, and servers know it by this word. */
const NO_SOURCE = 'dummy-source'

const templateOf = ({ type, text, messages }: Draft) => (type === 'chat' ? JSON.stringify(messages) : text)

async function createVersion(name: string, draft: Draft): Promise<string> {
  const { model_version } = await change<CreateModelVersionResponse>('POST', 'model-versions/create', {
    name,
    source: NO_SOURCE,
    description: draft.summary,
    tags: [
      IS_PROMPT,
      { key: TEXT_TAG, value: templateOf(draft) },
      { key: TYPE_TAG, value: draft.type },
      { key: FORMAT_TAG, value: draft.responseFormat },
      { key: CONFIG_TAG, value: draft.modelConfig },
    ].filter(({ value }) => value.trim() !== ''),
  })
  return model_version?.version ?? ''
}

/** A prompt whose first version is refused is not left behind without one. */
async function create(name: string, draft: Draft): Promise<void> {
  await change('POST', 'registered-models/create', { name, tags: [IS_PROMPT] })
  try {
    await createVersion(name, draft)
  } catch (error) {
    // Without an answer the version may be there.
    if (error instanceof ApiError && error.status >= 400 && error.status < 500) {
      await change('DELETE', 'registered-models/delete', { name }).catch(() => {})
    }
    throw error
  }
}

/** Each resolves when the server has accepted; whatever shows the registry then reads it anew. */
export function usePromptChanges() {
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: modelsKey })
  return {
    create: async (name: string, draft: Draft) => {
      await create(name, draft)
      await refresh()
    },
    createVersion: async (name: string, draft: Draft) => {
      const version = await createVersion(name, draft)
      await refresh()
      return version
    },
  }
}
