import { type ErrorCode, MlflowError } from '@millrace/contract'
import type { PredictionBody } from './target.ts'

/**
 * Asks a scoring server.
 * @param unreached what to say when nobody answers
 * @returns its answer as it came
 * @throws MlflowError with its words for a refusal
 */
export async function answerOf(
  address: string,
  { contentType, body }: PredictionBody,
  unreached: () => Promise<string>,
): Promise<string> {
  const headers = { 'content-type': contentType }
  const reply = await fetch(address, { method: 'POST', headers, body }).catch(async (cause: Error) => {
    throw new MlflowError('TEMPORARILY_UNAVAILABLE', await unreached(), { cause })
  })
  const text = await reply.text()
  if (reply.ok) return text
  throw refusalOf(reply.status, text)
}

const NO_SUCH_CODE: ErrorCode = 'BAD_REQUEST'

/** What a scoring server refused, in its words. */
function refusalOf(status: number, text: string): MlflowError {
  try {
    const { error_code = NO_SUCH_CODE, message } = JSON.parse(text) as {
      error_code?: ErrorCode
      message?: string
    }
    if (message !== undefined) return new MlflowError(error_code, message)
  } catch {
    // It answers in words of its own: those are told.
  }
  return new MlflowError(
    status < 500 ? NO_SUCH_CODE : 'INTERNAL_ERROR',
    `HTTP ${status}: ${text.slice(0, 500)}`,
  )
}
