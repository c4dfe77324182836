import { bgRuns } from '../locales/bg-runs.ts'
import { enRuns } from '../locales/en-runs.ts'
import { i18n, type MessageId, useTextOf } from './index.ts'

/** Of what is opened on the runs page, not of the page itself: the first load does without. */
i18n.load({ en: enRuns, bg: bgRuns })

export type RunsMessageId = MessageId | keyof typeof enRuns

export const useRunsText = useTextOf<RunsMessageId>
