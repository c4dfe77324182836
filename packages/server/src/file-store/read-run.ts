import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { exactInteger } from '../db/exact-integer.ts'
import type { Bundle, Row } from '../transfer/bundle.ts'
import { distinctPoints } from './distinct-points.ts'
import { entriesOf, keysBelow, readText } from './files.ts'
import { META, type Place, RUN_STATUSES, SOURCE_TYPES } from './layout.ts'
import { DamagedFile, integerOf, type Meta, pairsOf, parseMeta, requiredText, textOf } from './meta-file.ts'
import { isLaterPoint, type Point } from './metric-file.ts'

/** Points that travel together; a run with more comes in several bundles. */
const POINTS = 10_000

/** The run in a folder. @throws DamagedFile, or an error of the file system, where it cannot be read whole. */
export function* readRun(place: Place, experiment: Place): Generator<Bundle> {
  const run = readRunRow(place, experiment)
  const bundle = {
    kind: 'run',
    id: place.id,
    ...(run.artifact_uri && { artifacts: run.artifact_uri }),
  } as const
  const latest = new Map<string, Point>()
  const head = {
    runs: [run],
    params: readPairs(join(place.path, 'params')).map((pair) => ({ ...pair, run_uuid: place.id })),
    tags: readPairs(join(place.path, 'tags')).map((pair) => ({ ...pair, run_uuid: place.id })),
    ...readInputs(place, experiment),
  }
  let metrics: Row<'metrics'>[] = []
  let isFirst = true
  for (const points of readMetrics(join(place.path, 'metrics'))) {
    for (const point of points) {
      const best = latest.get(point.key)
      if (best === undefined || isLaterPoint(point, best)) latest.set(point.key, point)
      metrics.push({ ...point, run_uuid: place.id })
    }
    if (metrics.length < POINTS) continue
    yield { ...bundle, continues: true, rows: isFirst ? { ...head, metrics } : { metrics } }
    isFirst = false
    metrics = []
  }
  const latest_metrics = [...latest.values()].map((point) => ({ ...point, run_uuid: place.id }))
  yield { ...bundle, rows: { ...(isFirst && head), metrics, latest_metrics } }
}

/** The same, but a run that is damaged comes not even in part. */
export function* readCheckedRun(place: Place, experiment: Place): Generator<Bundle> {
  let isChecked = false
  for (const bundle of readRun(place, experiment)) {
    if (bundle.continues && !isChecked) {
      for (const _points of readMetrics(join(place.path, 'metrics'))) isChecked = true
    }
    yield bundle
  }
}

function readRunRow({ id, path }: Place, experiment: Place): Row<'runs'> {
  const meta = readMeta(path)
  // MLflow 1 wrote run_uuid and name.
  const run_uuid = textOf(meta, 'run_id') ?? requiredText(meta, 'run_uuid')
  if (run_uuid !== id) throw new DamagedFile(`${META} is that of the run ${run_uuid}`)
  const owner = requiredText(meta, 'experiment_id')
  if (owner !== experiment.id)
    throw new DamagedFile(`${META} says that it belongs to the experiment ${owner}`)
  return {
    run_uuid,
    name: textOf(meta, 'run_name') ?? textOf(meta, 'name') ?? '',
    source_type: SOURCE_TYPES[integerOf(meta, 'source_type') ?? 1000] ?? 'UNKNOWN',
    source_name: textOf(meta, 'source_name') ?? '',
    entry_point_name: textOf(meta, 'entry_point_name') ?? '',
    user_id: textOf(meta, 'user_id') ?? '',
    status: statusOf(meta),
    start_time: integerOf(meta, 'start_time'),
    end_time: integerOf(meta, 'end_time'),
    source_version: textOf(meta, 'source_version') ?? '',
    lifecycle_stage: stageOf(meta),
    artifact_uri: textOf(meta, 'artifact_uri'),
    experiment_id: exactInteger(experiment.id),
    deleted_time: integerOf(meta, 'deleted_time'),
  }
}

function statusOf(meta: Meta): string {
  const status = RUN_STATUSES[integerOf(meta, 'status') ?? 0]
  if (status) return status
  throw new DamagedFile(`'status' is ${textOf(meta, 'status')}, which is none`)
}

/** Everything that was never deleted is active, whether its file says so or not. */
export function stageOf(meta: Meta): 'active' | 'deleted' {
  return textOf(meta, 'lifecycle_stage') === 'deleted' ? 'deleted' : 'active'
}

export function readMeta(folder: string, name = META): Meta {
  return parseMeta(readText(join(folder, name)))
}

/** Files as keys and values. */
export function readPairs(folder: string): { key: string; value: string }[] {
  return keysBelow(folder).map((key) => ({ key, value: readText(join(folder, key)) }))
}

function* readMetrics(folder: string): Generator<Point[]> {
  for (const key of keysBelow(folder)) {
    yield* distinctPoints(key, join(folder, key))
  }
}

/** The id of something that a file store knows by the folder that it lies in. */
export function idOf(...parts: string[]): string {
  return createHash('md5').update(parts.join('/')).digest('hex')
}

function readInputs(
  place: Place,
  experiment: Place,
): { inputs: Row<'inputs'>[]; input_tags: Row<'input_tags'>[] } {
  const inputs: Row<'inputs'>[] = []
  const input_tags: Row<'input_tags'>[] = []
  for (const side of ['inputs', 'outputs'] as const) {
    for (const { name } of entriesOf(join(place.path, side))) {
      const meta = readMeta(join(place.path, side, name))
      const input_uuid = idOf(place.id, side, name)
      inputs.push({ input_uuid, ...ends(meta, place.id, experiment.id), step: integerOf(meta, 'step') ?? 0 })
      for (const [key, value] of pairsOf(meta, 'tags')) input_tags.push({ input_uuid, name: key, value })
    }
  }
  return { inputs, input_tags }
}

/** The database says it the other way round for models. */
function ends(meta: Meta, run_id: string, experiment_id: string) {
  const source = requiredText(meta, 'source_id')
  switch (requiredText(meta, 'source_type')) {
    case 'DATASET':
      return {
        source_type: 'DATASET',
        source_id: idOf(experiment_id, source),
        destination_type: 'RUN',
        destination_id: run_id,
      }
    case 'MODEL':
      return ofModel('RUN_INPUT', 'MODEL_INPUT')
    case 'RUN_OUTPUT':
      return ofModel('RUN_OUTPUT', 'MODEL_OUTPUT')
    default:
      throw new DamagedFile(`an input of it is of the kind ${textOf(meta, 'source_type')}, which is none`)
  }
  function ofModel(source_type: string, destination_type: string) {
    return { source_type, source_id: run_id, destination_type, destination_id: source }
  }
}
