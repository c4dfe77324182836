import { ApiError } from '../api/client.ts'
import type { Translate } from '../i18n/index.ts'

/** The server's own words, except where there is no server to speak, or the fault is the page's. */
export function errorText(error: unknown, t: Translate): string {
  if (!(error instanceof ApiError)) return t('error.page')
  return error.status === 0 ? t('error.unreachable') : error.message
}

/** What to name when asking for help: the code, and the request as the server's log has it. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof ApiError)) return String(error)
  if (error.status === 0) return undefined
  return [error.code, error.requestId].filter(Boolean).join(' · ')
}
