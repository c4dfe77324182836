import * as contract from '@millrace/contract'
import { type Route, route } from '../http/answer.ts'
import { createWebhook } from './create.ts'
import { listDeliveries } from './deliveries.ts'
import type { View } from './events.ts'
import { getWebhook, listWebhooks } from './get.ts'
import { testWebhook } from './test-webhook.ts'
import { deleteWebhook, updateWebhook } from './update.ts'

function routesOf(endpoints: typeof contract.webhooks, view: View): Route[] {
  return [
    route(endpoints.create, (deps, input) => createWebhook(deps, input, view)),
    route(endpoints.list, (deps, input) => listWebhooks(deps, input, view)),
    route(endpoints.get, (deps, input) => getWebhook(deps, input, view)),
    route(endpoints.update, (deps, input) => updateWebhook(deps, input, view)),
    route(endpoints.delete, (deps, input) => deleteWebhook(deps, input, view)),
    route(endpoints.test, (deps, input) => testWebhook(deps, input, view)),
  ]
}

export const webhookRoutes: readonly Route[] = [
  ...routesOf(contract.webhooks, 'mlflow'),
  ...routesOf(contract.millraceWebhooks, 'all'),
  route(contract.listHookDeliveries, listDeliveries),
]
