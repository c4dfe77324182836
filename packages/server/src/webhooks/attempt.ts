import { cut } from '@millrace/contract'
import { EgressRefused, type Outcome } from '../http/open-url.ts'
import type { Delivery, DeliveryOutcome, Parcel } from './outbox.ts'
import type { HookRow } from './queries.ts'
import { type Sending, send } from './send.ts'

/** An attempt, and when the next one is where there is one. */
export interface Attempt {
  readonly parcel: Parcel
  readonly delivery: Delivery
  readonly again: number | undefined
  /** The receiver did not answer at all. */
  readonly silent: boolean
}

const ERROR_LENGTH = 500

/** Answers that pass by themselves, as MLflow sees them. */
const PASSING = new Set([429, 500, 502, 503, 504])

interface Result {
  readonly outcome?: Outcome
  readonly error?: Error
}

/** Sends a parcel once. Never throws: what went wrong is part of what is told. */
export async function attempt(
  sending: Sending & { readonly retries: number },
  hook: HookRow,
  parcel: Parcel,
): Promise<Attempt> {
  const sent_time = Date.now()
  const result = await trySending(sending, hook, parcel)
  const ended = Date.now()
  const mayPass = result.outcome
    ? PASSING.has(result.outcome.status)
    : !(result.error instanceof EgressRefused)
  const retry = mayPass && parcel.attempts < sending.retries
  return {
    parcel,
    delivery: {
      webhook_id: parcel.webhook_id,
      delivery_id: parcel.delivery_id,
      entity: parcel.entity,
      action: parcel.action,
      attempt: parcel.attempts + 1,
      outcome: outcomeOf(result, retry),
      sent_time,
      duration_ms: ended - sent_time,
      response_status: result.outcome?.status ?? null,
      error_message: wentWrong(result),
    },
    again: retry ? ended + pause(parcel.attempts, result.outcome) : undefined,
    silent: result.error !== undefined,
  }
}

/** A parcel that nobody may send any more, as the log tells of it. */
export function tooOld({ webhook_id, delivery_id, entity, action, attempts }: Parcel, now: number): Delivery {
  return {
    ...{ webhook_id, delivery_id, entity, action, attempt: attempts, outcome: 'GIVEN_UP' },
    ...{ sent_time: now, duration_ms: 0, response_status: null },
    error_message: 'could not be delivered for three days',
  }
}

async function trySending(sending: Sending, hook: HookRow, parcel: Parcel): Promise<Result> {
  try {
    return { outcome: await send(sending, hook, parcel) }
  } catch (error) {
    return { error: error as Error }
  }
}

function isDelivered({ outcome }: Result): boolean {
  return outcome !== undefined && outcome.status >= 200 && outcome.status < 300
}

function outcomeOf(result: Result, retry: boolean): DeliveryOutcome {
  if (isDelivered(result)) return 'DELIVERED'
  return retry ? 'WILL_RETRY' : 'GIVEN_UP'
}

function wentWrong(result: Result): string | null {
  if (isDelivered(result)) return null
  // NUL is text to a receiver, and none to PostgreSQL.
  return cut((result.error?.message ?? result.outcome?.body ?? '').replaceAll('\0', ''), ERROR_LENGTH)
}

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 300_000

/** 1, 2, 4 … seconds and up to one more, at most five minutes; or what the receiver asks for. */
function pause(attempts: number, outcome: Outcome | undefined): number {
  const asked = Number(outcome?.headers['retry-after']) * 1000
  const own = FIRST_PAUSE_MS * 2 ** Math.min(attempts, 20) + Math.random() * 1000
  return Math.round(Math.min(LONGEST_PAUSE_MS, asked > 0 ? Math.max(asked, own) : own))
}
