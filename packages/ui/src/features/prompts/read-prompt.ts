import type { ModelVersion } from '@millrace/contract'
import { CONFIG_TAG, FORMAT_TAG, TEXT_TAG, TYPE_TAG } from './prompt-tags.ts'

export interface Message {
  role: string
  content: string
}

/** What a version of a prompt says: a text, or the messages of a chat. */
export interface PromptText {
  /** As it is kept. */
  source: string
  messages: Message[] | undefined
  /** Names in double braces, each once, in their order. */
  variables: string[]
  /** JSON, indented, of what an answer must look like and of the model it is meant for. */
  responseFormat: string | undefined
  modelConfig: string | undefined
}

const VARIABLE = /\{\{\s*([a-zA-Z_]\w*(?:\.[a-zA-Z_]\w*)*)\s*\}\}/g

const variablesOf = (text: string): string[] => [
  ...new Set([...text.matchAll(VARIABLE)].map(([, name = '']) => name)),
]

export function readPrompt({ tags = [] }: ModelVersion): PromptText {
  const values = new Map(tags.map(({ key, value = '' }) => [key, value]))
  const source = values.get(TEXT_TAG) ?? ''
  const messages = values.get(TYPE_TAG) === 'chat' ? readMessages(source) : undefined
  const spoken = messages ? messages.map(({ content }) => content).join('\n') : source
  return {
    source,
    messages,
    variables: variablesOf(spoken),
    responseFormat: indented(values.get(FORMAT_TAG)),
    modelConfig: indented(values.get(CONFIG_TAG)),
  }
}

/** A chat that is none after all is shown as the text it is. */
function readMessages(source: string): Message[] | undefined {
  const parsed = parse(source)
  if (!Array.isArray(parsed)) return undefined
  const messages = parsed.map(toMessage)
  return messages.every((message) => message !== undefined) ? messages : undefined
}

function toMessage(given: unknown): Message | undefined {
  if (typeof given !== 'object' || given === null || !('role' in given) || !('content' in given))
    return undefined
  const { role, content } = given
  // Content of several parts (pictures, files) is kept as JSON.
  return {
    role: String(role),
    content: typeof content === 'string' ? content : JSON.stringify(content, null, 2),
  }
}

function indented(json: string | undefined): string | undefined {
  if (json === undefined) return undefined
  const parsed = parse(json)
  return parsed === undefined ? json : JSON.stringify(parsed, null, 2)
}

/** Undefined where it is no JSON. */
export function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** What two versions are compared by: the text, or each message under its role, and what belongs to it. */
export function plainText({ source, messages, responseFormat, modelConfig }: PromptText): string {
  const spoken = messages?.map(({ role, content }) => `${role}:\n${content}`).join('\n\n') ?? source
  return [spoken, responseFormat, modelConfig].filter((part) => part !== undefined).join('\n\n')
}

/** Tags of a version of a prompt that are the user's own. */
export const isOwnPromptTag = ({ key = '' }: { key?: string }) =>
  !key.startsWith('mlflow.') && !key.startsWith('_mlflow_')
