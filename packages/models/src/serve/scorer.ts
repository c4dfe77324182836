/** A request to `/invocations`. */
export interface ScoringRequest {
  contentType: string
  body: Buffer
}

export interface ScoringReply {
  status: number
  type: string
  body: string | Buffer
}

/** A loaded model that answers requests, wherever it runs. */
export interface Scorer {
  /** What `/version` answers: the version of mlflow that a client may expect the habits of. */
  readonly version: string
  /**
   * @throws Overloaded when too many requests wait already
   * @throws TimedOut when the model does not answer in time
   */
  answer(request: ScoringRequest): Promise<ScoringReply>
  /**
   * The parts of a prediction as they come, each as JSON text; only of models that can tell it so.
   * @throws what `answer` throws, before the first part
   */
  stream?(request: ScoringRequest, signal: AbortSignal): AsyncIterable<string>
  /** How many requests wait or are worked on. */
  readonly pending: number
  close(): Promise<void>
}

export class Overloaded extends Error {
  /** Seconds. */
  readonly retryAfter = 1
}

export class TimedOut extends Error {}

export const JSON_TYPE = 'application/json'

/** Whether a body is JSON in UTF-8, with no further parameters. */
export function isPlainJson(contentType: string): boolean {
  return /^\s*application\/json\s*(;\s*charset\s*=\s*utf-8\s*)?$/i.test(contentType)
}
