import { Client, type Env, ServerError } from '@millrace/sdk'

/** How Databricks says that a job's run stands. */
export interface JobRun {
  readonly run_page_url?: string
  readonly state?: {
    readonly life_cycle_state?: string
    readonly result_state?: string
    readonly state_message?: string
  }
}

/** What Databricks keeps of what a job's run wrote. */
export interface JobOutput {
  readonly logs?: string
  readonly logs_truncated?: boolean
  readonly error?: string
  readonly error_trace?: string
}

/** A workspace of Databricks: its jobs, and the files that they see below `/dbfs`. */
export class Workspace {
  readonly #client: Client

  /**
   * @param uri `databricks`, or `databricks://profile`
   * @throws InvalidValueError where no host is known
   */
  constructor(uri: string, env: Env) {
    this.#client = new Client({ trackingUri: uri, env })
  }

  /** Where a browser finds it. */
  get address(): string {
    return this.#client.transport.door.name
  }

  async submit(job: object): Promise<string> {
    const { run_id } = await this.#post<{ run_id: number }>('/api/2.0/jobs/runs/submit', job)
    return String(run_id)
  }

  look(id: string): Promise<JobRun> {
    const path = `/api/2.0/jobs/runs/get?run_id=${id}`
    return this.#client.transport.sendForJson<JobRun>({ method: 'GET', path, repeatable: true })
  }

  /** What it wrote, once it is over: the last 5 MB of it. */
  output(id: string): Promise<JobOutput> {
    const path = `/api/2.0/jobs/runs/get-output?run_id=${id}`
    return this.#client.transport.sendForJson<JobOutput>({ method: 'GET', path, repeatable: true })
  }

  async cancel(id: string): Promise<void> {
    await this.#post('/api/2.0/jobs/runs/cancel', { run_id: Number(id) }, true)
  }

  async exists(path: string): Promise<boolean> {
    const query = new URLSearchParams({ path })
    try {
      await this.#client.transport.sendForJson({
        method: 'GET',
        path: `/api/2.0/dbfs/get-status?${query}`,
        repeatable: true,
      })
      return true
    } catch (error) {
      if (error instanceof ServerError && error.status === 404) return false
      throw error
    }
  }

  /** A file that is whole, or is not there under its name. */
  async upload(path: string, blocks: AsyncIterable<Uint8Array>): Promise<void> {
    const begun = `${path}.${crypto.randomUUID()}`
    const { handle } = await this.#post<{ handle: number }>('/api/2.0/dbfs/create', { path: begun })
    for await (const block of blocks) {
      const data = Buffer.from(block).toString('base64')
      await this.#post('/api/2.0/dbfs/add-block', { handle, data })
    }
    await this.#post('/api/2.0/dbfs/close', { handle })
    await this.#post('/api/2.0/dbfs/move', { source_path: begun, destination_path: path })
  }

  async close(): Promise<void> {
    await this.#client.close()
  }

  #post<O>(path: string, body: object, repeatable = false): Promise<O> {
    return this.#client.transport.sendForJson<O & object>({
      method: 'POST',
      path,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      repeatable,
    })
  }
}
