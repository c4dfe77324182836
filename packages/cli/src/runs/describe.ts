import type { DatasetInput, RunRecord } from '@millrace/sdk'
import { Float, pythonJson } from '../output/python-json.ts'

/** A run as `mlflow runs describe` prints it. */
export function describeRun(run: RunRecord): string {
  const metrics = Object.fromEntries(
    Object.entries(run.metrics).map(([key, value]) => [key, new Float(value)]),
  )
  const description = {
    info: {
      artifact_uri: run.artifactUri,
      end_time: run.endTime?.getTime() ?? null,
      experiment_id: run.experimentId,
      lifecycle_stage: run.lifecycleStage,
      run_id: run.runId,
      run_name: run.name,
      start_time: run.startTime?.getTime() ?? null,
      status: run.status.toUpperCase(),
      user_id: run.userId,
    },
    data: { metrics, params: run.params, tags: run.tags },
    inputs: {
      model_inputs: run.inputModels.map((model_id) => ({ model_id })),
      dataset_inputs: run.datasets.map(describeDataset),
    },
    outputs: {
      model_outputs: run.outputModels.map(({ modelId, step }) => ({ model_id: modelId, step: Number(step) })),
    },
  }
  return pythonJson(description, 4)
}

function describeDataset({ dataset, tags = {} }: DatasetInput) {
  return {
    dataset: {
      name: dataset.name,
      digest: dataset.digest,
      source_type: dataset.sourceType,
      source: dataset.source,
      schema: dataset.schema ?? null,
      profile: dataset.profile ?? null,
    },
    tags,
  }
}
