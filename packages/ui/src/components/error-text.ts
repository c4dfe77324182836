import { ApiError } from '../api/client.ts'
import type { Translate } from '../i18n/index.ts'

/** The server's own words, except where there is no server to speak. */
export function errorText(error: unknown, t: Translate): string {
  if (error instanceof ApiError && error.status === 0) return t('error.unreachable')
  return error instanceof Error ? error.message : String(error)
}

export const errorCode = (error: unknown): string | undefined =>
  error instanceof ApiError && error.status !== 0 ? error.code : undefined
