import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LONG_READS } from '../../long-reads.ts'
import { DATABASES } from '../../testing/databases.ts'
import { WITHOUT_REFERENCES } from '../../testing/without-references.ts'
import { openDatabase } from '../open.ts'
import { checkDatabase } from './check.ts'
import { withDatabase } from './database.ts'
import { upgradeDatabase } from './upgrade.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-check-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** What the databases say differently. */
interface Words {
  readonly key: string
  readonly no: string
  readonly onTable: (table: string) => string
  readonly dropTrigger: string
}

const STANDARD: Words = {
  key: '"key"',
  no: '0',
  onTable: () => '',
  dropTrigger: 'drop trigger prevent_secrets_aad_mutation',
}

const WORDS: Readonly<Record<string, Words>> = {
  postgresql: {
    ...STANDARD,
    no: 'false',
    dropTrigger: 'drop trigger prevent_secrets_aad_mutation on secrets',
  },
  mysql: {
    ...STANDARD,
    key: '`key`',
    onTable: (table) => ` on ${table}`,
  },
}

describe.each(DATABASES)('a database on $name', (database) => {
  async function fresh(...statements: string[]): Promise<string> {
    const uri = await database.create(await mkdtemp(join(folder, 'x')))
    const options = {
      artifactRoot: 'mlflow-artifacts:/',
      longReads: LONG_READS,
      poolSize: 1,
      readReplicaUri: undefined,
      now: 0,
    }
    const workerScript = new URL('../../reader-worker.ts', import.meta.url)
    await (await openDatabase({ ...options, uri, workerScript })).close()
    await withDatabase(uri, 'upgrade', async ({ execute }) => {
      for (const statement of statements) await execute(statement)
    })
    return uri
  }

  it('that was made here has nothing wrong, and an index of a user is no fault', async () => {
    expect(await checkDatabase(await fresh())).toEqual([])
    expect(await checkDatabase(await fresh('create index my_index on runs (end_time)'))).toEqual([])
  })

  const words = WORDS[database.name] ?? STANDARD

  it.each([
    ['drop table webhook_events', 'table webhook_events is missing'],
    [
      `drop index idx_webhooks_name${words.onTable('webhooks')}`,
      'index idx_webhooks_name of table webhooks is missing',
    ],
    ['alter table jobs drop column creator', 'column creator of table jobs is missing'],
    [
      'create index index_spans_experiment_id on spans (experiment_id)',
      'index index_spans_experiment_id of table spans is one that MLflow gave up',
    ],
    [words.dropTrigger, 'trigger prevent_secrets_aad_mutation of table secrets is missing'],
  ])('%s: is named, and an upgrade mends it', async (statement, problem) => {
    const uri = await fresh(statement)
    expect(await checkDatabase(uri)).toEqual([problem])
    await upgradeDatabase({ uri, now: 0, backup: false })
    expect(await checkDatabase(uri)).toEqual([])
  })

  it('rows whose run, experiment or model is gone are counted', async () => {
    const uri = await fresh(
      ...(WITHOUT_REFERENCES[database.name] ?? []),
      "insert into runs (run_uuid, experiment_id) values ('r', 99)",
      `insert into metrics (${words.key}, value, timestamp, step, is_nan, run_uuid)
       values ('a', 1, 1, 0, ${words.no}, 'gone'), ('b', 1, 1, 0, ${words.no}, 'gone')`,
      "insert into model_versions (workspace, name, version) values ('default', 'm', 1)",
    )
    expect(await checkDatabase(uri)).toEqual([
      '2 rows of table metrics belong to rows of runs that are gone (run_uuid; one is gone)',
      '1 row of table model_versions belongs to rows of registered_models that are gone (workspace, name; one is m)',
      '1 row of table runs belongs to rows of experiments that are gone (experiment_id; one is 99)',
    ])
  })

  it('rows are counted too whose parents no schema declares, but for what gc of MLflow leaves', async () => {
    const input = (
      uuid: string,
      [source_type, source]: string[],
      [destination_type, destination]: string[],
    ) =>
      `insert into inputs (input_uuid, source_type, source_id, destination_type, destination_id, step)
       values ('${uuid}', '${source_type}', '${source}', '${destination_type}', '${destination}', 0)`
    const uri = await fresh(
      "insert into runs (run_uuid, experiment_id) values ('r', 0)",
      input('i1', ['DATASET', 'd'], ['RUN', 'r']),
      input('i2', ['RUN_INPUT', 'gone'], ['MODEL_INPUT', 'm-elsewhere']),
      input('i3', ['RUN_OUTPUT', 'r'], ['MODEL_OUTPUT', 'm-elsewhere']),
      "insert into input_tags (input_uuid, name, value) values ('i9', 'k', 'v'), ('i1', 'k', 'v')",
      "insert into registered_models (workspace, name) values ('default', 'm')",
      "insert into model_versions (workspace, name, version) values ('default', 'm', 1)",
      "insert into registered_model_aliases (workspace, name, alias, version) values ('default', 'm', 'a', 1), ('default', 'm', 'b', 2)",
    )
    expect(await checkDatabase(uri)).toEqual([
      '1 row of table input_tags belongs to rows of inputs that are gone (input_uuid; one is i9)',
      '1 row of table registered_model_aliases belongs to rows of model_versions that are gone (workspace, name, version; one is 2)',
    ])
  })
})
