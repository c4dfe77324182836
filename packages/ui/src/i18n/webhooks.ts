import { bgWebhooks } from '../locales/bg-webhooks.ts'
import { enWebhooks } from '../locales/en-webhooks.ts'
import { i18n, type MessageId, useTextOf } from './index.ts'

i18n.load({ en: enWebhooks, bg: bgWebhooks })

export const useWebhookText = useTextOf<MessageId | keyof typeof enWebhooks>
