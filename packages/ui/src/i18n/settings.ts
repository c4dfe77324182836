import { bgSettings } from '../locales/bg-settings.ts'
import { enSettings } from '../locales/en-settings.ts'
import { i18n, type MessageId, useTextOf } from './index.ts'

i18n.load({ en: enSettings, bg: bgSettings })

export type SettingsMessageId = MessageId | keyof typeof enSettings

export const useSettingsText = useTextOf<SettingsMessageId>
