import * as wire from '@millrace/contract'
import { InvalidValueError, NotFoundError } from './errors.ts'
import type { Search as Found, PageOptions } from './pages.ts'
import { Search } from './pages.ts'
import type { Registry } from './registry.ts'
import type { ModelVersion, RegisteredModel } from './registry-types.ts'
import type { CallOptions, Transport } from './transport.ts'
import { given, type Texts } from './wire.ts'

/** A message of a prompt for a chat. */
export interface PromptMessage {
  readonly role: string
  readonly content: string
}

/** Text with variables in double braces, `{{name}}`; or messages with such texts. */
export type PromptTemplate = string | readonly PromptMessage[]

/** A prompt under a name that versions share. */
export interface Prompt {
  readonly name: string
  readonly description: string
  readonly creationTime: Date | undefined
  readonly tags: Texts
  readonly aliases: Texts
}

/** One version of a prompt. */
export interface PromptVersion {
  readonly name: string
  readonly version: string
  readonly template: PromptTemplate
  readonly commitMessage: string
  readonly creationTime: Date | undefined
  readonly tags: Texts
  readonly aliases: readonly string[]
}

/** What a new version of a prompt is made of. */
export interface NewPrompt {
  readonly name: string
  readonly template: PromptTemplate
  readonly commitMessage?: string
  readonly tags?: Texts
}

/** How the Python client marks prompts in the registry. */
const TAG = {
  isPrompt: 'mlflow.prompt.is_prompt',
  text: 'mlflow.prompt.text',
  type: '_mlflow_prompt_type',
} as const

/** The registry wants a source; a prompt has none. */
const NO_SOURCE = 'dummy-source'

/**
 * `client.prompts`: kept in the registry as the Python client keeps them.
 * @example
 * ```ts
 * const { template } = await client.prompts.loadByAlias('greet', 'live')
 * ```
 */
export class Prompts {
  readonly #transport: Transport
  readonly #registry: Registry

  /** @internal */
  constructor(transport: Transport, registry: Registry) {
    this.#transport = transport
    this.#registry = registry
  }

  /**
   * A new version; the first one makes the prompt.
   * @example
   * ```ts
   * const { version } = await client.prompts.register({ name: 'greet', template: 'Say hello to {{name}}.' })
   * ```
   */
  async register(prompt: NewPrompt, options?: CallOptions): Promise<PromptVersion> {
    const { name, template, commitMessage, tags = {} } = prompt
    await this.#ensure(prompt, options)
    const version = await this.#registry.createVersion(
      {
        name,
        source: NO_SOURCE,
        ...given({ description: commitMessage }),
        tags: {
          ...tags,
          [TAG.isPrompt]: 'true',
          [TAG.type]: typeof template === 'string' ? 'text' : 'chat',
          [TAG.text]: typeof template === 'string' ? template : JSON.stringify(template),
        },
      },
      options,
    )
    return toPromptVersion(version)
  }

  /**
   * One version of a prompt.
   * @throws NotFoundError, or InvalidValueError where the name belongs to a model
   * @example
   * ```ts
   * const { template } = await client.prompts.load('greet', '1')
   * ```
   */
  async load(name: string, version: string, options?: CallOptions): Promise<PromptVersion> {
    return toPromptVersion(await this.#registry.getVersion(name, version, options))
  }

  /**
   * The version of a prompt that an alias names.
   * @example
   * ```ts
   * const { template } = await client.prompts.loadByAlias('greet', 'live')
   * ```
   */
  async loadByAlias(name: string, alias: string, options?: CallOptions): Promise<PromptVersion> {
    return toPromptVersion(await this.#registry.getVersionByAlias(name, alias, options))
  }

  /**
   * Prompts by name and tags.
   * @example
   * ```ts
   * for await (const { name } of client.prompts.search({ filter: "tags.lang = 'en'" })) console.log(name)
   * ```
   */
  search(
    search: PageOptions & { readonly filter?: string; readonly orderBy?: readonly string[] } = {},
    options?: CallOptions,
  ): Found<Prompt> {
    const { filter, pageToken, ...rest } = search
    const only = `tags.\`${TAG.isPrompt}\` = 'true'`
    return new Search(async (token) => {
      const page = await this.#registry.searchModels(
        { ...rest, filter: filter ? `${only} AND ${filter}` : only, ...given({ pageToken: token }) },
        options,
      )
      return { items: page.items.map(toPrompt), nextPageToken: page.nextPageToken }
    }, pageToken)
  }

  /**
   * Says that a trace used these versions.
   * @example
   * ```ts
   * await client.prompts.linkToTrace(traceId, [{ name: 'greet', version: '1' }])
   * ```
   */
  async linkToTrace(
    traceId: string,
    versions: readonly { readonly name: string; readonly version: string }[],
    options?: CallOptions,
  ): Promise<void> {
    const input = {
      trace_id: traceId,
      prompt_versions: versions.map(({ name, version }) => ({ name, version })),
    }
    await this.#transport.call(wire.linkPromptsToTrace, input, options)
  }

  async #ensure({ name, commitMessage, tags = {} }: NewPrompt, options?: CallOptions): Promise<void> {
    const found = await this.#find(name, options)
    if (found && found.tags[TAG.isPrompt] !== 'true') {
      throw new InvalidValueError(`'${name}' is a registered model; a prompt needs a name of its own.`)
    }
    if (!found) {
      const fields = {
        name,
        ...given({ description: commitMessage }),
        tags: { ...tags, [TAG.isPrompt]: 'true' },
      }
      await this.#registry.createModel(fields, options)
      return
    }
    for (const [key, value] of Object.entries(tags)) {
      await this.#registry.setModelTag(name, key, value, options)
    }
  }

  async #find(name: string, options?: CallOptions): Promise<RegisteredModel | undefined> {
    try {
      return await this.#registry.getModel(name, options)
    } catch (error) {
      if (error instanceof NotFoundError) return undefined
      throw error
    }
  }
}

/**
 * A template with its variables filled in; what has no value stays as it is.
 * @example
 * ```ts
 * formatPrompt('Say hello to {{name}}.', { name: 'Ada' }) // 'Say hello to Ada.'
 * ```
 */
export function formatPrompt<T extends PromptTemplate>(template: T, values: Texts): T
export function formatPrompt(template: PromptTemplate, values: Texts): PromptTemplate {
  if (typeof template !== 'string') {
    return template.map((message) => ({ ...message, content: formatPrompt(message.content, values) }))
  }
  return template.replace(/\{\{\s*([^{}\s]+)\s*\}\}/g, (text, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? text) : text,
  )
}

function toPrompt({ name, description, creationTime, tags, aliases }: RegisteredModel): Prompt {
  return { name, description, creationTime, tags: withoutOwn(tags), aliases }
}

function toPromptVersion(found: ModelVersion): PromptVersion {
  const { name, version, description, creationTime, tags, aliases } = found
  const text = tags[TAG.text]
  if (text === undefined)
    throw new InvalidValueError(`Version ${version} of '${name}' is a model, not a prompt.`)
  return {
    name,
    version,
    template: tags[TAG.type] === 'chat' ? (JSON.parse(text) as PromptMessage[]) : text,
    commitMessage: description,
    creationTime,
    tags: withoutOwn(tags),
    aliases,
  }
}

function withoutOwn(tags: Texts): Texts {
  const own: readonly string[] = Object.values(TAG)
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !own.includes(key)))
}
