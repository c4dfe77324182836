import type { Run } from '@millrace/contract'
import type { Bundle, Row } from './bundle.ts'
import { type Rest, RestError } from './rest.ts'
import { toDataset } from './server-run-requests.ts'

/** Tells a server what data its runs took in. */
export class RunInputs {
  readonly #rest: Rest
  readonly #datasets = new Map<string, Row<'datasets'>>()
  /** Those that the target surely has. */
  readonly #there = new Set<string>()
  #turn: Promise<unknown> = Promise.resolve()

  constructor(rest: Rest) {
    this.#rest = rest
  }

  add(row: Row<'datasets'>): void {
    this.#datasets.set(row.dataset_uuid, row)
  }

  /** How many datasets were sent. */
  get sent(): number {
    return this.#there.size
  }

  async log(run_id: string, rows: Bundle['rows'], there: Run | undefined): Promise<void> {
    const known = new Set(
      there?.inputs?.dataset_inputs?.map(({ dataset }) => `${dataset?.name}\n${dataset?.digest}`),
    )
    const news = (rows.inputs ?? []).flatMap(({ input_uuid, source_type, source_id }) => {
      const dataset = source_type === 'DATASET' ? this.#datasets.get(source_id) : undefined
      if (!dataset || known.has(`${dataset.name}\n${dataset.digest}`)) return []
      const tags = (rows.input_tags ?? [])
        .filter((tag) => tag.input_uuid === input_uuid)
        .map(({ name, value }) => ({ key: name, value }))
      return [{ source_id, input: { dataset: toDataset(dataset), tags } }]
    })
    if (news.length === 0) return
    const datasets = news.map(({ input }) => input)
    const send = () => this.#sendTwice({ run_id, datasets })
    const isKnown = news.every(({ source_id }) => this.#there.has(source_id))
    await (isKnown ? send() : this.#inTurn(send))
    for (const { source_id } of news) this.#there.add(source_id)
  }

  /** Runs that bring the same new dataset at once collide in MLflow: one of them is answered 500. */
  #inTurn(job: () => Promise<unknown>): Promise<unknown> {
    const turn = this.#turn.then(job)
    this.#turn = turn.catch(() => {})
    return turn
  }

  /** Somebody else may have brought it in the same moment; then it is there at the second time. */
  async #sendTwice(inputs: object): Promise<unknown> {
    try {
      return await this.#rest.post('runs/log-inputs', inputs)
    } catch (error) {
      if (!(error instanceof RestError && error.status >= 500)) throw error
      return this.#rest.post('runs/log-inputs', inputs)
    }
  }
}
