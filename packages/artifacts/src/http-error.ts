import { type ErrorCode, InsufficientStorage, MlflowError } from '@millrace/contract'
import { replyText } from './reply-text.ts'

const CODES: Readonly<Record<number, ErrorCode>> = {
  400: 'INVALID_PARAMETER_VALUE',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'RESOURCE_DOES_NOT_EXIST',
  405: 'NOT_IMPLEMENTED',
  408: 'TEMPORARILY_UNAVAILABLE',
  409: 'RESOURCE_CONFLICT',
  429: 'TEMPORARILY_UNAVAILABLE',
  501: 'NOT_IMPLEMENTED',
  502: 'TEMPORARILY_UNAVAILABLE',
  503: 'TEMPORARILY_UNAVAILABLE',
  504: 'TEMPORARILY_UNAVAILABLE',
}

const SHOWN = 300

/** The reply, if it says that all is well. @throws MlflowError with what the server says otherwise */
export async function expectOk(response: Response): Promise<Response> {
  if (response.ok) return response
  const { status } = response
  const told = messageIn(await replyText(response.body)).slice(0, SHOWN)
  const message = `The server of the artifacts answered ${status}${told && `: ${told}`}`
  throw status === 507
    ? new InsufficientStorage(message)
    : new MlflowError(CODES[status] ?? 'INTERNAL_ERROR', message)
}

/** MLflow and WebHDFS put a sentence into JSON, each at its own place; pages for people are not repeated. */
function messageIn(text: string): string {
  if (/^\s*</.test(text)) return ''
  try {
    const body = JSON.parse(text) as { message?: unknown; RemoteException?: { message?: unknown } } | null
    return String(body?.message ?? body?.RemoteException?.message ?? '')
  } catch (error) {
    if (error instanceof SyntaxError) return text
    throw error
  }
}
