import { join } from 'node:path'
import { exactInteger } from '../db/exact-integer.ts'
import type { Bundle, Row } from '../transfer/bundle.ts'
import { keysBelow, readLines } from './files.ts'
import { META, type Place } from './layout.ts'
import { DamagedFile, integerOf, requiredText, textOf } from './meta-file.ts'
import { fieldsOf, isPointLine, numberIn } from './metric-file.ts'
import { readMeta, readPairs, stageOf } from './read-run.ts'

/** @throws DamagedFile, or an error of the file system, where it cannot be read whole. */
export function readLoggedModel({ id, path }: Place, experiment: Place): Bundle {
  const meta = readMeta(path)
  const named = requiredText(meta, 'model_id')
  if (named !== id) throw new DamagedFile(`${META} is that of the model ${named}`)
  const owner = { model_id: id, experiment_id: exactInteger(experiment.id) }
  const artifact_location = textOf(meta, 'artifact_location') ?? ''
  return {
    kind: 'logged_model',
    id,
    ...(artifact_location !== '' && { artifacts: artifact_location }),
    rows: {
      logged_models: [
        {
          ...owner,
          name: requiredText(meta, 'name'),
          artifact_location,
          creation_timestamp_ms: integerOf(meta, 'creation_timestamp') ?? 0,
          last_updated_timestamp_ms: integerOf(meta, 'last_updated_timestamp') ?? 0,
          status: integerOf(meta, 'status') ?? 0,
          lifecycle_stage: stageOf(meta),
          model_type: textOf(meta, 'model_type'),
          source_run_id: textOf(meta, 'source_run_id'),
          status_message: textOf(meta, 'status_message'),
        },
      ],
      logged_model_params: readPairs(join(path, 'params')).map(({ key, value }) => ({
        ...owner,
        param_key: key,
        param_value: value,
      })),
      logged_model_tags: readPairs(join(path, 'tags')).map(({ key, value }) => ({
        ...owner,
        tag_key: key,
        tag_value: value,
      })),
      logged_model_metrics: readModelMetrics(join(path, 'metrics'), owner),
    },
  }
}

type ModelMetric = Row<'logged_model_metrics'>

/** `TIMESTAMP VALUE STEP RUN` and the dataset, if it is of one. */
function readModelMetrics(
  folder: string,
  owner: Pick<ModelMetric, 'model_id' | 'experiment_id'>,
): ModelMetric[] {
  const metrics: ModelMetric[] = []
  for (const key of keysBelow(folder)) {
    // What was logged twice is one row of the table.
    const distinct = new Set<string>()
    for (const lines of readLines(join(folder, key), isPointLine))
      for (const line of lines) distinct.add(line)
    distinct.delete('')
    for (const line of distinct) metrics.push(modelMetric(key, line, owner))
  }
  return metrics
}

function modelMetric(
  key: string,
  line: string,
  owner: Pick<ModelMetric, 'model_id' | 'experiment_id'>,
): ModelMetric {
  const [timestamp = '', value = '', step = '0', run_id, name, digest] = fieldsOf(line) ?? []
  if (run_id === undefined) {
    throw new DamagedFile(`a line of the metric '${key}' is no point: ${line.slice(0, 60)}`)
  }
  return {
    ...owner,
    metric_name: key,
    metric_timestamp_ms: exactInteger(timestamp),
    metric_step: exactInteger(step),
    metric_value: numberIn(value),
    run_id,
    dataset_uuid: null,
    dataset_name: name ?? null,
    dataset_digest: digest ?? null,
  }
}
