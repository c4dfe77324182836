import type { Signature } from '../signature.ts'
import type { ScoringMetrics } from './metrics.ts'
import type { RequestLog } from './request-log.ts'
import { JSON_TYPE, type Scorer, type ScoringReply } from './scorer.ts'

/** What every request of a scoring server sees. */
export interface ServingContext {
  /** Of the model that is served now; another may take its place. */
  scorer: Scorer
  signature: Signature
  /** The model's name in the V2 protocol. */
  readonly name: string
  /** Bytes of a request. */
  readonly maxBody: number
  readonly metrics: ScoringMetrics
  readonly log?: RequestLog
  /** No more requests are wanted. */
  draining: boolean
}

export type Answer = ScoringReply & { headers?: Record<string, string> }

/** An answer that is told as it is made. */
export interface EventsAnswer {
  status: 200
  events: AsyncIterable<string>
}

export function jsonAnswer(status: number, body: object): Answer {
  return { status, type: JSON_TYPE, body: JSON.stringify(body) }
}
