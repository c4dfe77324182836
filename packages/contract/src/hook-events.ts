import type { HookAction } from './webhooks.ts'

/** What a webhook may listen to: each entity's actions, in the order in which MLflow's messages name them. */
export const HOOK_EVENTS: Readonly<Record<string, readonly HookAction[]>> = {
  REGISTERED_MODEL: ['CREATED'],
  MODEL_VERSION: ['CREATED'],
  MODEL_VERSION_TAG: ['DELETED', 'SET'],
  MODEL_VERSION_ALIAS: ['CREATED', 'DELETED'],
  PROMPT: ['CREATED'],
  PROMPT_VERSION: ['CREATED'],
  PROMPT_TAG: ['DELETED', 'SET'],
  PROMPT_VERSION_TAG: ['DELETED', 'SET'],
  PROMPT_ALIAS: ['CREATED', 'DELETED'],
  BUDGET_POLICY: ['EXCEEDED'],
  EXPERIMENT: ['CREATED', 'UPDATED', 'DELETED', 'RESTORED'],
  RUN: ['CREATED', 'UPDATED', 'FINISHED', 'DELETED', 'RESTORED'],
}
