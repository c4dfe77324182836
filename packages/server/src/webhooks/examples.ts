import type { HookEntity } from '@millrace/contract'
import type { NamedEvent } from './events.ts'

const model = { name: 'example_model' }
const prompt = { name: 'example_prompt' }
const version = { version: '1' }
const tags = { tags: { example_key: 'example_value' } }
const key = { key: 'example_key' }
const alias = { alias: 'example_alias' }
const run = {
  run_id: 'abcd1234abcd5678',
  run_name: 'example_run',
  experiment_id: '1',
  status: 'RUNNING',
  user_id: 'example_user',
  start_time: 1704067200000,
  end_time: null,
}

/** What a test sends, by entity: MLflow's example data. */
const EXAMPLES: Readonly<Record<HookEntity, object>> = {
  ENTITY_UNSPECIFIED: {},
  REGISTERED_MODEL: { ...model, ...tags, description: 'An example registered model' },
  MODEL_VERSION: {
    ...model,
    ...version,
    source: 'models:/123',
    run_id: 'abcd1234abcd5678',
    ...tags,
    description: 'An example model version',
  },
  MODEL_VERSION_TAG: { ...model, ...version, ...key },
  MODEL_VERSION_ALIAS: { ...model, ...alias },
  PROMPT: { ...prompt, ...tags, description: 'An example prompt' },
  PROMPT_VERSION: {
    ...prompt,
    ...version,
    template: 'Hello {{name}}!',
    ...tags,
    description: 'An example prompt version',
  },
  PROMPT_TAG: { ...prompt, ...key },
  PROMPT_VERSION_TAG: { ...prompt, ...version, ...key },
  PROMPT_ALIAS: { ...prompt, ...alias },
  BUDGET_POLICY: {
    budget_policy_id: 'bp-abc123',
    budget_unit: 'USD',
    budget_amount: 100,
    current_spend: 105.5,
    duration_unit: 'MONTHS',
    duration_value: 1,
    target_scope: 'ENDPOINT',
    workspace: 'default',
    target_value: 'ep-abc123',
    window_start: 1704067200000,
  },
  EXPERIMENT: { experiment_id: '1', name: 'example_experiment', lifecycle_stage: 'active' },
  RUN: { ...run, lifecycle_stage: 'active' },
}

/** What only one of an entity's actions tells. */
const ALSO: Readonly<Record<string, object>> = {
  'MODEL_VERSION_TAG.SET': { value: 'example_value' },
  'PROMPT_TAG.SET': { value: 'example_value' },
  'PROMPT_VERSION_TAG.SET': { value: 'example_value' },
  'MODEL_VERSION_ALIAS.CREATED': version,
  'PROMPT_ALIAS.CREATED': version,
}

/** The data of an event that did not happen. */
export function exampleData({ entity, action }: NamedEvent): object {
  return { ...EXAMPLES[entity], ...ALSO[`${entity}.${action}`] }
}
