import { invalidParameter, type TestHook, type TestWebhookResponse } from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { checkedEvent, type View } from './events.ts'
import { exampleData } from './examples.ts'
import { findHook } from './find.ts'
import { payload } from './payload.ts'
import { toEvents } from './rows.ts'
import { newDeliveryId, send } from './send.ts'

/** Sends example data at once, also to a webhook that is disabled, and tells what came back. */
export async function testWebhook(deps: Deps, input: TestHook, view: View): Promise<TestWebhookResponse> {
  const { webhooks, registry, clock } = deps
  const asked = input.event && checkedEvent(input.event, view)
  const { row, events } = await findHook(registry.db, input.webhook_id ?? '', view)
  const event = asked ?? toEvents(events, view)[0]
  if (event === undefined) throw invalidParameter('The webhook has no events.')
  const letter = { delivery_id: newDeliveryId(), body: payload(event, exampleData(event), clock()) }
  try {
    const { status, body } = await send(webhooks.sending, row, letter)
    return { result: { success: status < 400, response_status: status, response_body: body } }
  } catch (error) {
    const error_message = `Failed to test webhook: ${(error as Error).message}`
    return { result: { success: false, error_message } }
  }
}
