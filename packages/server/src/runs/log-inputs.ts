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
import { statement } from '../db/statement.ts'
import type { Deps } from '../deps.ts'
import { assertLength } from '../validate.ts'
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

const insertDataset = statement<NewDataset>()((db, p) =>
  db.insertInto('datasets').values({
    dataset_uuid: p('dataset_uuid'),
    experiment_id: p('experiment_id'),
    name: p('name'),
    digest: p('digest'),
    dataset_source_type: p('source_type'),
    dataset_source: p('source'),
    dataset_schema: p('schema'),
    dataset_profile: p('profile'),
  }),
)

interface NewInput {
  input_uuid: string
  source_type: string
  source_id: string
  destination_type: string
  destination_id: string
  step: number
}

/** What was noted before stays as it is. */
const insertInput = statement<NewInput>()((db, p) =>
  db
    .insertInto('inputs')
    .values({
      input_uuid: p('input_uuid'),
      source_type: p('source_type'),
      source_id: p('source_id'),
      destination_type: p('destination_type'),
      destination_id: p('destination_id'),
      step: p('step'),
    })
    .onConflict((conflict) => conflict.doNothing()),
)

const insertInputTag = statement<{ input_uuid: string; key: string; value: string }>()((db, p) =>
  db.insertInto('input_tags').values({ input_uuid: p('input_uuid'), name: p('key'), value: p('value') }),
)

export async function logInputs(deps: Deps, input: LogInputs): Promise<object> {
  const run_id = input.run_id ?? ''
  const datasets = input.datasets ?? []
  datasets.forEach(assertDatasetInput)
  const experiment_id = await deps.writer.write(async (tx) => {
    const experiment = await requireActiveRun(tx, run_id)
    for (const dataset of datasets) await writeDataset(deps, tx, experiment, run_id, dataset)
    for (const { model_id = '' } of input.models ?? []) {
      await tx.run(insertInput, {
        input_uuid: deps.newId(),
        source_type: 'RUN_INPUT',
        source_id: run_id,
        destination_type: 'MODEL_INPUT',
        destination_id: model_id,
        step: 0,
      })
    }
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
    await tx.runEach(insertInput, rows)
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
  const written = await tx.run(insertInput, {
    input_uuid,
    source_type: 'DATASET',
    source_id: await idOfDataset(deps, tx, experiment_id, dataset),
    destination_type: 'RUN',
    destination_id: run_id,
    step: 0,
  })
  if (written === 0) return
  await tx.runEach(
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
  await tx.run(insertDataset, {
    dataset_uuid,
    experiment_id,
    name,
    digest,
    source_type: dataset.source_type ?? '',
    source: dataset.source ?? '',
    schema: dataset.schema || null,
    profile: dataset.profile || null,
  })
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
  for (const { key = '', value = '' } of tags) {
    assertLength('key', key, LIMITS.inputTagKeyLength)
    assertLength('value', value, LIMITS.inputTagValueLength)
  }
}
