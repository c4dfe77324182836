import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { TestDatabase } from '../testing/databases.ts'
import { copyStore } from '../transfer/copy.ts'
import { openTarget } from '../transfer/open.ts'
import { DatabaseSource } from '../transfer/read-database.ts'
import { Databases, fill } from '../transfer/testing.ts'
import { runId } from './testing.ts'

const SQLITE: TestDatabase = {
  name: 'sqlite',
  create: async (folder) => `sqlite:///${join(folder, 'mlflow.db')}`,
}

describe('copying a database into a folder', () => {
  const databases = new Databases()

  it('brings logged models once', async () => {
    const { database } = await databases.create(SQLITE)
    const model = {
      experiment_id: 77,
      name: 'm',
      artifact_location: 'mlflow-artifacts:/77/models/m',
      status: 2,
    }
    const [first, second] = ['1', '2'].map((digit) => `m-${digit.padStart(32, '0')}`) as [string, string]
    await fill(database, {
      experiments: [{ experiment_id: 77, name: 'models', lifecycle_stage: 'active' }],
      runs: [
        {
          run_uuid: runId(1),
          name: 'r',
          source_type: 'UNKNOWN',
          experiment_id: 77,
          status: 'FINISHED',
          lifecycle_stage: 'active',
        },
      ],
      metrics: [{ run_uuid: runId(1), key: 'loss', value: 0.5, timestamp: 5, step: 1, is_nan: 0 }],
      latest_metrics: [{ run_uuid: runId(1), key: 'loss', value: 0.5, timestamp: 5, step: 1, is_nan: 0 }],
      logged_models: [
        // As MLflow and as other programs leave what is not there.
        {
          ...model,
          model_id: first,
          creation_timestamp_ms: 1,
          last_updated_timestamp_ms: 2,
          lifecycle_stage: 'active',
          model_type: '',
          source_run_id: runId(1),
          status_message: '',
        },
        {
          ...model,
          model_id: second,
          creation_timestamp_ms: 1,
          last_updated_timestamp_ms: 2,
          lifecycle_stage: 'deleted',
          model_type: null,
          source_run_id: null,
          status_message: null,
        },
      ],
      logged_model_params: [{ model_id: first, experiment_id: 77, param_key: 'depth', param_value: '4' }],
      logged_model_tags: [{ model_id: first, experiment_id: 77, tag_key: 'a', tag_value: '' }],
      logged_model_metrics: [
        {
          model_id: first,
          experiment_id: 77,
          metric_name: 'loss',
          metric_timestamp_ms: 5,
          metric_step: 1,
          metric_value: 0.5,
          run_id: runId(1),
          dataset_name: null,
          dataset_digest: null,
        },
      ],
    })
    const copy = async () => {
      const target = await openTarget(join(databases.folder, 'mlruns'))
      try {
        return await copyStore(new DatabaseSource('a database', database.db), target.store, {
          selection: {},
          artifacts: false,
        })
      } finally {
        await target.close()
      }
    }
    expect(copied(await copy())).toMatchObject({ logged_models: 2 })
    expect(copied(await copy())).toEqual({})
  })
})

function copied({ rows }: Awaited<ReturnType<typeof copyStore>>) {
  return Object.fromEntries(
    Object.entries(rows).flatMap(([table, { copied }]) => (copied > 0 ? [[table, copied]] : [])),
  )
}
