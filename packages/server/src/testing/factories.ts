import { randomUUID } from 'node:crypto'
import type {
  CreateExperiment,
  CreateLoggedModel,
  CreateModelVersion,
  CreateRegisteredModel,
  CreateRun,
  LogBatch,
  SearchRuns,
} from '@millrace/contract'
import type { Json, Reply, TestServer } from './test-server.ts'

/** A name that no other test uses. */
export function uniqueName(prefix = 'test'): string {
  return `${prefix}-${randomUUID()}`
}

/** The reply of something that must work. */
export function succeeded(reply: Reply): Json {
  if (reply.status === 200) return reply.body
  throw new Error(`answered ${reply.status}: ${reply.text}`)
}

/** @returns the new experiment's id. */
export async function createExperiment(server: TestServer, fields: CreateExperiment = {}): Promise<string> {
  const reply = await server.post('experiments/create', { name: uniqueName(), ...fields })
  return succeeded(reply).experiment_id
}

/** A run in the experiment given, or in one of its own. @returns its id. */
export async function createRun(server: TestServer, fields: CreateRun = {}): Promise<string> {
  const experiment_id = fields.experiment_id ?? (await createExperiment(server))
  const reply = await server.post('runs/create', { start_time: 1, ...fields, experiment_id })
  return succeeded(reply).run.info.run_id
}

/** A run with data in it. @returns its id. */
export async function createRunWith(server: TestServer, fields: CreateRun, data: LogBatch): Promise<string> {
  const run_id = await createRun(server, fields)
  succeeded(await server.post('runs/log-batch', { ...data, run_id }))
  return run_id
}

/** @returns the new model's id. */
export async function createLoggedModel(server: TestServer, fields: CreateLoggedModel = {}): Promise<string> {
  const experiment_id = fields.experiment_id ?? (await createExperiment(server))
  return succeeded(await server.post('logged-models', { ...fields, experiment_id })).model.info.model_id
}

/** The run as the wire shows it. */
export async function getRun(server: TestServer, run_id: string): Promise<Json> {
  return succeeded(await server.get('runs/get', { run_id })).run
}

/** The names of the runs found, in order. */
export async function searchRunNames(server: TestServer, search: SearchRuns): Promise<string[]> {
  const { runs = [] } = succeeded(await server.post('runs/search', search))
  return runs.map((run: Json) => run.info.run_name)
}

/** A list of `{ key, value }` as an object. */
export function byKey(pairs: readonly { key: string; value: unknown }[] = []): Record<string, unknown> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, value]))
}

/** @returns the new registered model's name. */
export async function createRegisteredModel(
  server: TestServer,
  fields: CreateRegisteredModel = {},
): Promise<string> {
  const reply = await server.post('registered-models/create', { name: uniqueName('model'), ...fields })
  return succeeded(reply).registered_model.name
}

/** @returns the new version's number, as text. */
export async function createVersion(
  server: TestServer,
  name: string,
  fields: CreateModelVersion = {},
): Promise<string> {
  const reply = await server.post('model-versions/create', { name, source: 's3://bucket/model', ...fields })
  return succeeded(reply).model_version.version
}
