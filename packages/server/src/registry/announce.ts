import type { HookAction, HookEntity, ModelVersionTag } from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import type { Deps } from '../deps.ts'
import { announce } from '../webhooks/announce.ts'
import { isPrompt, PROMPT_TAG, PROMPT_TEXT_TAG } from './prompts.ts'
import * as queries from './queries.ts'

/** What a change is called where it is one of a model, and where it is one of a prompt. */
interface Kinds {
  readonly model?: HookEntity
  readonly prompt: HookEntity
}

/** MLflow has no event for the tags of a model. */
export const MODEL_TAG: Kinds = { prompt: 'PROMPT_TAG' }
export const VERSION_TAG: Kinds = { model: 'MODEL_VERSION_TAG', prompt: 'PROMPT_VERSION_TAG' }
export const ALIAS: Kinds = { model: 'MODEL_VERSION_ALIAS', prompt: 'PROMPT_ALIAS' }

/** Announces a change of what belongs to a model or, as the model's tag says after the change, a prompt. */
export async function announceOf(
  deps: Deps,
  tx: Executor,
  { model, prompt }: Kinds,
  action: HookAction,
  data: { readonly name: string; readonly [member: string]: string },
): Promise<void> {
  const entities = model ? [model, prompt] : [prompt]
  if (!entities.some((entity) => deps.webhooks.listeners.to({ entity, action }).length > 0)) return
  const tag = await tx.first(queries.modelTag, { name: data.name, key: PROMPT_TAG })
  const entity = isPrompt(tag ? [tag] : []) ? prompt : model
  if (entity) await announce(deps, tx, { entity, action, data })
}

type Tag = Pick<ModelVersionTag, 'key' | 'value'>

interface NewModel {
  readonly name: string
  readonly description: string
}

export async function announceModel(
  deps: Deps,
  tx: Executor,
  { name, description }: NewModel,
  tags: readonly Tag[],
): Promise<void> {
  const ofPrompt = isPrompt(tags)
  const data = { name, tags: asObject(tags, ofPrompt ? [PROMPT_TAG] : []), description }
  const entity = ofPrompt ? 'PROMPT' : 'REGISTERED_MODEL'
  await announce(deps, tx, { entity, action: 'CREATED', data })
}

interface NewVersion extends NewModel {
  readonly version: number
  readonly source: string
  readonly run_id: string
}

/** Here, unlike for what comes later, the version's own tags say whether it is a prompt's. */
export async function announceVersion(
  deps: Deps,
  tx: Executor,
  row: NewVersion,
  tags: readonly Tag[],
): Promise<void> {
  const { name, source, run_id } = row
  const version = String(row.version)
  const description = row.description || null
  if (isPrompt(tags)) {
    const template = tags.find(({ key }) => key === PROMPT_TEXT_TAG)?.value ?? null
    const others = asObject(tags, [PROMPT_TAG, PROMPT_TEXT_TAG])
    const data = { name, version, template, tags: others, description }
    await announce(deps, tx, { entity: 'PROMPT_VERSION', action: 'CREATED', data })
  } else {
    const data = { name, version, source, run_id: run_id || null, tags: asObject(tags, []), description }
    await announce(deps, tx, { entity: 'MODEL_VERSION', action: 'CREATED', data })
  }
}

function asObject(tags: readonly Tag[], without: readonly string[]): Record<string, string> {
  const shown = tags.filter(({ key = '' }) => !without.includes(key))
  return Object.fromEntries(shown.map(({ key = '', value = '' }) => [key, value]))
}
