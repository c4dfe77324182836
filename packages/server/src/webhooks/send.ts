import { createHmac, randomUUID } from 'node:crypto'
import type { Egress, Outcome } from '../http/open-url.ts'
import type { Secrets } from './secrets.ts'

/** What is needed to call a webhook. */
export interface Sending {
  readonly egress: Egress
  readonly secrets: Secrets
  readonly timeoutMs: number
}

interface Receiver {
  readonly url: string
  /** As it is stored. */
  readonly secret: string | null
}

export interface Letter {
  readonly delivery_id: string
  readonly body: string
}

export const newDeliveryId = randomUUID

/** Calls a webhook once. @throws EgressRefused, or the error of the network. */
export async function send(
  { egress, secrets, timeoutMs }: Sending,
  { url, secret }: Receiver,
  letter: Letter,
): Promise<Outcome> {
  const timestamp = String(Math.trunc(Date.now() / 1000))
  const signature = secret && signatureOf(letter, timestamp, await secrets.decrypt(secret))
  const headers = {
    'Content-Type': 'application/json',
    'X-MLflow-Delivery-Id': letter.delivery_id,
    'X-MLflow-Timestamp': timestamp,
    ...(signature && { 'X-MLflow-Signature': signature }),
  }
  return egress.post({ url, headers, body: letter.body, timeoutMs })
}

function signatureOf({ delivery_id, body }: Letter, timestamp: string, secret: string): string {
  const signed = `${delivery_id}.${timestamp}.${body}`
  return `v1,${createHmac('sha256', secret).update(signed).digest('base64')}`
}
