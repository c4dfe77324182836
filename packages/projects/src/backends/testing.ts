import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, type Env } from '@millrace/sdk'
import type { Project } from '../project.ts'
import type { LaunchRequest, RunEnd, SubmittedRun } from './backend.ts'

/** A folder with an empty project in it, and a tracking store with a run: what a backend needs to be tried. */
export interface Bench {
  readonly folder: string
  readonly client: Client
  /** What would be run; what is given takes the place of what it has else. */
  request(changes?: Partial<LaunchRequest> & { script?: string; values?: readonly string[] }): LaunchRequest
  /** What the backend reported. */
  readonly reports: string[]
  /** Of the run. */
  tags(): Promise<Readonly<Record<string, string>>>
  remove(): Promise<void>
}

export async function openBench(env: Env = process.env): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-backend-'))
  const client = new Client({ trackingUri: `sqlite:///${join(folder, 'mlflow.db')}`, env: {} })
  const run = await client.runs.create({ experimentId: '0', name: 'a run' })
  const reports: string[] = []
  const project: Project = { folder, name: 'demo', entryPoints: new Map(), environment: { kind: 'none' } }
  return {
    folder,
    client,
    reports,
    request: ({ script = 'true', values = [], ...changes } = {}) => ({
      project,
      config: {},
      env,
      envManager: 'local',
      docker: { args: {}, buildImage: false, skipImageBuild: false },
      entryPoint: 'main',
      parameters: {},
      command: { script, values, shown: script },
      variables: {
        MLFLOW_RUN_ID: run.runId,
        MLFLOW_EXPERIMENT_ID: '0',
        MLFLOW_TRACKING_URI: 'http://127.0.0.1:5299',
      },
      run,
      client,
      signal: new AbortController().signal,
      report: (line) => reports.push(line),
      ...changes,
    }),
    tags: async () => (await client.runs.get(run.runId)).tags,
    async remove() {
      await client.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** How it ended, and what it wrote till then. */
export async function endOf(run: SubmittedRun): Promise<{ end: RunEnd; stdout: string; stderr: string }> {
  const pieces = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] }
  const reading = (async () => {
    for await (const { stream, bytes } of run.output) pieces[stream].push(bytes)
  })()
  const end = await run.wait()
  await reading
  const text = (parts: Uint8Array[]) => Buffer.concat(parts).toString()
  return { end, stdout: text(pieces.stdout), stderr: text(pieces.stderr) }
}
