import {
  type Dataset,
  type DatasetInput,
  invalidParameter,
  LIMITS,
  type LogInputs,
  type LogOutputs,
  pythonJson,
} from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import { insertion } from '../db/insertion.ts'
import { statement } from '../db/statement.ts'
import type { Deps } from '../deps.ts'
import { assertLength, assertTagsDistinct } from '../validate.ts'
import { requireActiveRun } from './state.ts'

const datasetId = statement<{ experiment_id: number; name: string; digest: string }>()((db, p) =>
  db
    .selectFrom('datasets')
    .select('dataset_uuid')
    .where('experiment_id', '=', p('experiment_id'))
    .where('name', '=', p('name'))
    .where('digest', '=', p('digest')),
)

interface NewDataset {
  dataset_uuid: string
  experiment_id: number
  name: string
  digest: string
  source_type: string
  source: string
  schema: string | null
  profile: string | null
}

const insertDataset = insertion<NewDataset>()('datasets', {
  columns: {
    dataset_uuid: 'dataset_uuid',
    experiment_id: 'experiment_id',
    name: 'name',
    digest: 'digest',
    dataset_source_type: 'source_type',
    dataset_source: 'source',
    dataset_schema: 'schema',
    dataset_profile: 'profile',
  },
})

interface NewInput {
  input_uuid: string
  source_type: string
  source_id: string
  destination_type: string
  destination_id: string
  step: number
}

/** What was noted before stays as it is. */
const insertInput = insertion<NewInput>()('inputs', {
  columns: {
    input_uuid: 'input_uuid',
    source_type: 'source_type',
    source_id: 'source_id',
    destination_type: 'destination_type',
    destination_id: 'destination_id',
    step: 'step',
  },
  conflict: 'keep',
})

const insertInputTag = insertion<{ input_uuid: string; key: string; value: string }>()('input_tags', {
  columns: { input_uuid: 'input_uuid', name: 'key', value: 'value' },
})

export async function logInputs(deps: Deps, input: LogInputs): Promise<object> {
  const run_id = input.run_id ?? ''
  const datasets = input.datasets ?? []
  datasets.forEach(assertDatasetInput)
  const experiment_id = await deps.writer.write(async (tx) => {
    const experiment = await requireActiveRun(tx, run_id)
    for (const dataset of datasets) await writeDataset(deps, tx, experiment, run_id, dataset)
    const models = (input.models ?? []).map(({ model_id = '' }) => ({
      input_uuid: deps.newId(),
      source_type: 'RUN_INPUT',
      source_id: run_id,
      destination_type: 'MODEL_INPUT',
      destination_id: model_id,
      step: 0,
    }))
    await tx.insert(insertInput, models)
    return experiment
  })
  deps.changes.touch(experiment_id, run_id)
  return {}
}

export async function logOutputs(deps: Deps, input: LogOutputs): Promise<object> {
  const run_id = input.run_id ?? ''
  const experiment_id = await deps.writer.write(async (tx) => {
    const experiment = await requireActiveRun(tx, run_id)
    const rows = (input.models ?? []).map(({ model_id = '', step = 0 }) => ({
      input_uuid: deps.newId(),
      source_type: 'RUN_OUTPUT',
      source_id: run_id,
      destination_type: 'MODEL_OUTPUT',
      destination_id: model_id,
      step,
    }))
    await tx.insert(insertInput, rows)
    return experiment
  })
  deps.changes.touch(experiment_id, run_id)
  return {}
}

async function writeDataset(
  deps: Deps,
  tx: Executor,
  experiment_id: number,
  run_id: string,
  { dataset = {}, tags = [] }: DatasetInput,
): Promise<void> {
  const input_uuid = deps.newId()
  const noted = {
    input_uuid,
    source_type: 'DATASET',
    source_id: await idOfDataset(deps, tx, experiment_id, dataset),
    destination_type: 'RUN',
    destination_id: run_id,
    step: 0,
  }
  const written = await tx.insert(insertInput, [noted])
  if (written === 0) return
  await tx.insert(
    insertInputTag,
    tags.map(({ key = '', value = '' }) => ({ input_uuid, key, value })),
  )
}

/** A dataset is known in its experiment by name and digest. */
async function idOfDataset(
  deps: Deps,
  tx: Executor,
  experiment_id: number,
  dataset: Dataset,
): Promise<string> {
  const { name = '', digest = '' } = dataset
  const known = await tx.first(datasetId, { experiment_id, name, digest })
  if (known) return known.dataset_uuid
  const dataset_uuid = deps.newId()
  const row = {
    dataset_uuid,
    experiment_id,
    name,
    digest,
    source_type: dataset.source_type ?? '',
    source: dataset.source ?? '',
    schema: dataset.schema || null,
    profile: dataset.profile || null,
  }
  await tx.insert(insertDataset, [row])
  return dataset_uuid
}

const DATASET_LIMITS = {
  name: LIMITS.datasetNameLength,
  digest: LIMITS.datasetDigestLength,
  source: LIMITS.datasetSourceLength,
  schema: LIMITS.datasetSchemaLength,
  profile: LIMITS.datasetProfileLength,
} as const

function assertDatasetInput({ dataset, tags = [] }: DatasetInput): void {
  if (!dataset) throw invalidParameter(`Dataset input must have a dataset, got ${pythonJson({ tags })}`)
  for (const [name, limit] of Object.entries(DATASET_LIMITS)) {
    assertLength(name, dataset[name as keyof typeof DATASET_LIMITS] ?? '', limit)
  }
  assertTagsDistinct(tags)
  for (const { key = '', value = '' } of tags) {
    assertLength('key', key, LIMITS.inputTagKeyLength)
    assertLength('value', value, LIMITS.inputTagValueLength)
  }
}
