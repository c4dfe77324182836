import { bgPrompts } from '../locales/bg-prompts.ts'
import { enPrompts } from '../locales/en-prompts.ts'
import { i18n, useTextOf } from './index.ts'
import type { ModelMessageId } from './models.ts'
import './models.ts'

i18n.load({ en: enPrompts, bg: bgPrompts })

export const usePromptText = useTextOf<ModelMessageId | keyof typeof enPrompts>
