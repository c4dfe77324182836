import type { RunStatus } from '@millrace/contract'
import { api } from '../../helpers/api.ts'

interface Point {
  key: string
  value: number | string
  step?: number
  timestamp?: number
}

interface RunContents {
  start_time?: number
  metrics?: Point[]
  params?: Record<string, string>
  tags?: Record<string, string>
}

interface VersionContents {
  description?: string
  tags?: Record<string, string>
  aliases?: string[]
  stage?: string
}

const pairs = (values: Record<string, string> = {}) =>
  Object.entries(values).map(([key, value]) => ({ key, value }))

/** Logs to a server as a client does. */
export class Logger {
  readonly #url: string

  constructor(url: string) {
    this.#url = url
  }

  async experiment(name: string): Promise<string> {
    return (await api<{ experiment_id: string }>(this.#url, 'experiments/create', { name })).experiment_id
  }

  async tagExperiment(experiment_id: string, key: string, value: string): Promise<void> {
    await api(this.#url, 'experiments/set-experiment-tag', { experiment_id, key, value })
  }

  async run(experiment_id: string, run_name: string, contents: RunContents = {}): Promise<string> {
    const { start_time = Date.now(), tags, ...data } = contents
    const body = { experiment_id, run_name, start_time, tags: pairs(tags) }
    const { run } = await api<{ run: { info: { run_id: string } } }>(this.#url, 'runs/create', body)
    await this.batch(run.info.run_id, data)
    return run.info.run_id
  }

  /** Many runs, a few at a time. */
  async runs(experiment_id: string, count: number, contents: (index: number) => RunContents): Promise<void> {
    let next = 0
    const client = async () => {
      for (let index = next++; index < count; index = next++)
        await this.run(experiment_id, `run ${index}`, contents(index))
    }
    await Promise.all(Array.from({ length: 16 }, client))
  }

  async batch(run_id: string, { metrics = [], params }: Pick<RunContents, 'metrics' | 'params'>) {
    if (metrics.length === 0 && !params) return
    await api(this.#url, 'runs/log-batch', {
      run_id,
      metrics: metrics.map((point) => ({ timestamp: Date.now(), step: 0, ...point })),
      params: pairs(params),
    })
  }

  async end(run_id: string, status: RunStatus): Promise<void> {
    await api(this.#url, 'runs/update', { run_id, status, end_time: Date.now() })
  }

  async delete(run_id: string): Promise<void> {
    await api(this.#url, 'runs/delete', { run_id })
  }

  async tags(run_id: string): Promise<Record<string, string>> {
    const { run } = await api<{ run: { data: { tags?: { key: string; value: string }[] } } }>(
      this.#url,
      `runs/get?run_id=${run_id}`,
    )
    return Object.fromEntries((run.data.tags ?? []).map(({ key, value }) => [key, value]))
  }

  async model(name: string, contents: { description?: string; tags?: Record<string, string> } = {}) {
    const { tags, ...data } = contents
    await api(this.#url, 'registered-models/create', { name, tags: pairs(tags), ...data })
  }

  /** A version of a model from the folder `model` of a run; without one it is of a prompt. */
  async version(name: string, run_id: string | undefined, contents: VersionContents = {}): Promise<string> {
    const { tags, aliases = [], stage, ...data } = contents
    const from = {
      name,
      run_id,
      source: run_id ? `runs:/${run_id}/model` : 'dummy-source',
      tags: pairs(tags),
    }
    const { model_version } = await api<{ model_version: { version: string } }>(
      this.#url,
      'model-versions/create',
      { ...from, ...data },
    )
    const { version } = model_version
    for (const alias of aliases) await api(this.#url, 'registered-models/alias', { name, version, alias })
    if (stage) await api(this.#url, 'model-versions/transition-stage', { name, version, stage })
    return version
  }

  async dataset(run_id: string, name: string, digest: string): Promise<void> {
    const dataset = { name, digest, source_type: 'local', source: `${name}.parquet` }
    const tags = [{ key: 'mlflow.data.context', value: 'training' }]
    await api(this.#url, 'runs/log-inputs', { run_id, datasets: [{ dataset, tags }] })
  }

  async loggedModel(experiment_id: string, name: string, source_run_id: string): Promise<string> {
    const body = { experiment_id, name, source_run_id }
    const { model } = await api<{ model: { info: { model_id: string } } }>(this.#url, 'logged-models', body)
    return model.info.model_id
  }

  async artifact(experiment_id: string, run_id: string, path: string, content: string | Buffer) {
    const place = `mlflow-artifacts/artifacts/${experiment_id}/${run_id}/artifacts/${path}`
    const body = typeof content === 'string' ? content : new Uint8Array(content)
    const response = await fetch(`${this.#url}/api/2.0/${place}`, { method: 'PUT', body })
    if (!response.ok) throw new Error(`${path} was not taken: ${response.status}`)
  }
}

/** A curve of as many points as asked, from step `from` on. */
export const curve = (key: string, points: number, from = 0): Point[] =>
  Array.from({ length: points }, (_, at) => ({ key, step: from + at, value: (from + at) / 100 }))
