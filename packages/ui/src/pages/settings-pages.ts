/** Settings, and the webhooks that are reached from them. */
export { SettingsPage } from './settings-page.tsx'
export { WebhookPage } from './webhook-page.tsx'
export { WebhooksPage } from './webhooks-page.tsx'
