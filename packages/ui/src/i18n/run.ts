import { bgRun } from '../locales/bg-run.ts'
import { enRun } from '../locales/en-run.ts'
import { i18n, type MessageId, useTextOf } from './index.ts'

/** Of the pages that come later, as these: the first load does without. */
i18n.load({ en: enRun, bg: bgRun })

export type RunMessageId = MessageId | keyof typeof enRun

export const useRunText = useTextOf<RunMessageId>
