import { createHmac, randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DATABASES, type TestDatabase } from '../../packages/server/src/testing/databases.ts'
import { openSink, type Sink } from '../../packages/server/src/testing/sink.ts'
import { MLFLOW_VERSION, type RealMlflow, realMlflow } from '../helpers/mlflow.ts'
import { describeWith } from '../helpers/programs.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { MILLRACE, mlflowProgram, type ServerProgram, startServer } from '../helpers/server.ts'

const SECRET = 'sesame'
const env = {
  MLFLOW_WEBHOOK_ALLOWED_SCHEMES: 'http',
  MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS: 'true',
  MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY: `${randomBytes(32).toString('base64url')}=`,
}

const EVENTS = [
  ['REGISTERED_MODEL', 'CREATED'],
  ['MODEL_VERSION', 'CREATED'],
  ['MODEL_VERSION_TAG', 'SET'],
  ['MODEL_VERSION_TAG', 'DELETED'],
  ['MODEL_VERSION_ALIAS', 'CREATED'],
  ['MODEL_VERSION_ALIAS', 'DELETED'],
  ['PROMPT', 'CREATED'],
  ['PROMPT_VERSION', 'CREATED'],
  ['PROMPT_TAG', 'SET'],
  ['PROMPT_TAG', 'DELETED'],
  ['PROMPT_VERSION_TAG', 'SET'],
  ['PROMPT_VERSION_TAG', 'DELETED'],
  ['PROMPT_ALIAS', 'CREATED'],
  ['PROMPT_ALIAS', 'DELETED'],
].map(([entity, action]) => ({ entity, action }))

const IS_PROMPT = { key: 'mlflow.prompt.is_prompt', value: 'true' }
const TEXT = { key: 'mlflow.prompt.text', value: 'Здравей {{name}} 🏦' }
const OTHER = { key: 'k', value: 'стойност' }

/** Calls that are told, in an order in which each works. */
const CALLS: readonly (readonly [method: string, path: string, body: object])[] = [
  ['POST', 'registered-models/create', { name: 'm', description: 'd', tags: [OTHER] }],
  ['POST', 'registered-models/create', { name: 'bare' }],
  ['POST', 'registered-models/create', { name: 'p', tags: [IS_PROMPT, OTHER] }],
  ['POST', 'model-versions/create', { name: 'm', source: 's3://b/x', description: 'v', tags: [OTHER] }],
  ['POST', 'model-versions/create', { name: 'm', source: 's3://b/y', run_id: '' }],
  ['POST', 'model-versions/create', { name: 'm', source: 'models:/m/1' }],
  ['POST', 'model-versions/create', { name: 'p', source: 'dummy-source', tags: [IS_PROMPT, TEXT, OTHER] }],
  ['POST', 'model-versions/set-tag', { name: 'm', version: '1', key: 'a', value: 'b' }],
  ['DELETE', 'model-versions/delete-tag', { name: 'm', version: '1', key: 'a' }],
  ['POST', 'registered-models/set-tag', { name: 'm', key: 'a', value: 'b' }],
  ['DELETE', 'registered-models/delete-tag', { name: 'm', key: 'none' }],
  ['POST', 'registered-models/alias', { name: 'm', alias: 'champion', version: '2' }],
  ['DELETE', 'registered-models/alias', { name: 'm', alias: 'champion' }],
  ['POST', 'model-versions/set-tag', { name: 'p', version: '1', key: 'a', value: 'b' }],
  ['DELETE', 'model-versions/delete-tag', { name: 'p', version: '1', key: 'a' }],
  ['POST', 'registered-models/set-tag', { name: 'p', key: 'a', value: 'b' }],
  ['DELETE', 'registered-models/delete-tag', { name: 'p', key: 'none' }],
  ['POST', 'registered-models/alias', { name: 'p', alias: 'champion', version: '1' }],
  ['DELETE', 'registered-models/alias', { name: 'p', alias: 'champion' }],
]

/** All but the two changes of a model's own tags, of which MLflow has no events. */
const TOLD = CALLS.length - 2

for (const database of DATABASES) webhooks(database)

function webhooks(database: TestDatabase): void {
  describeWith(['python3'], `webhooks of Millrace and MLflow ${MLFLOW_VERSION} (${database.name})`, () => {
    let mlflow: RealMlflow
    let sink: Sink
    let folder: Scratch

    beforeAll(async () => {
      mlflow = await realMlflow()
      sink = await openSink()
      folder = scratch('webhooks-interop')
    }, 600_000)
    afterAll(async () => {
      await sink?.close()
      folder?.remove()
    })

    const start = async (uri: string, program: ServerProgram) => {
      const database = uri
        .replace('postgresql://', 'postgresql+psycopg2://')
        .replace('mysql://', 'mysql+pymysql://')
      return startServer({ database, artifacts: folder.file('artifacts'), env }, program)
    }
    let databases = 0
    const newDatabase = async () => {
      const place = folder.file(String(databases++))
      await mkdir(place)
      return database.create(place)
    }
    const create = async (url: string, path: string, fields: object = {}, root = '2.0/mlflow') => {
      const body = { name: 'w', url: `${sink.url}${path}`, events: EVENTS, secret: SECRET, ...fields }
      return (await call(url, 'POST', `${root}/webhooks`, body)).webhook.webhook_id as string
    }

    test('both tell the same of the same calls', async () => {
      const told = []
      for (const [n, program] of [MILLRACE, mlflowProgram(mlflow.bin)].entries()) {
        const server = await start(await newDatabase(), program)
        const [signed, unsigned] = [`/signed-${n}`, `/unsigned-${n}`]
        try {
          await create(server.url, signed)
          await create(server.url, unsigned, { secret: undefined, events: [EVENTS[0]] })
          for (const [method, endpoint, body] of CALLS)
            await call(server.url, method, `2.0/mlflow/${endpoint}`, body)
          await sink.at(signed, TOLD)
          await sink.at(unsigned, 2)
          // More than expected would be a difference too.
          await sleep(500)
          told.push([await shown(signed), await shown(unsigned)])
        } finally {
          await server.stop()
        }
      }
      expect(told[0]?.map(({ length }) => length)).toEqual([TOLD, 2])
      expect(told[0]).toEqual(told[1])
    }, 180_000)

    /** What came, but for times and the order; with the names of MLflow's headers. */
    const shown = async (path: string) => {
      const caught = await sink.at(path, 1)
      return caught
        .map(({ text, headers }) => {
          const names = Object.keys(headers).filter((name) => name.startsWith('x-mlflow'))
          return `${text.replace(/"timestamp": "[-0-9T:.]+\+00:00"/, '')} ${names.sort()} ${headers['content-type']}`
        })
        .sort()
    }

    test('each calls and signs for the webhooks that the other made; those of runs only disturb nobody', async () => {
      const uri = await newDatabase()
      const own = { events: [{ entity: 'RUN', action: 'CREATED' }] }
      const millrace = await start(uri, MILLRACE)
      const ofMillrace = await create(millrace.url, '/of-millrace')
      await create(millrace.url, '/of-runs', own, '3.0/millrace')
      await millrace.stop()

      const real = await start(uri, mlflowProgram(mlflow.bin))
      try {
        const listed = await call(real.url, 'GET', '2.0/mlflow/webhooks')
        expect(listed.webhooks.map((webhook: { webhook_id: string }) => webhook.webhook_id)).toEqual([
          ofMillrace,
        ])
        await call(real.url, 'POST', '2.0/mlflow/registered-models/create', { name: 'first' })
        await expectSigned('/of-millrace')
        await create(real.url, '/of-mlflow')
      } finally {
        await real.stop()
      }

      const again = await start(uri, MILLRACE)
      try {
        await call(again.url, 'POST', '2.0/mlflow/registered-models/create', { name: 'second' })
        await call(again.url, 'POST', '2.0/mlflow/runs/create', { experiment_id: '0' })
        await expectSigned('/of-mlflow')
        await expectSigned('/of-runs')
      } finally {
        await again.stop()
      }
    }, 180_000)

    async function expectSigned(path: string): Promise<void> {
      const [{ headers, text } = { headers: {} as Record<string, string>, text: '' }] = await sink.at(path, 1)
      const signed = `${headers['x-mlflow-delivery-id']}.${headers['x-mlflow-timestamp']}.${text}`
      const signature = createHmac('sha256', SECRET).update(signed).digest('base64')
      expect(headers['x-mlflow-signature']).toBe(`v1,${signature}`)
    }
  })
}

// biome-ignore lint/suspicious/noExplicitAny: replies whose shape the test knows
async function call(url: string, method: string, path: string, body?: object): Promise<any> {
  const response = await fetch(`${url}/api/${path}`, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
  })
  const text = await response.text()
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${text}`)
  return JSON.parse(text)
}
