import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { MlflowError } from '@millrace/contract'
import { parsePythonJson, pythonJson } from '../python-json.ts'
import { StreamFailed } from './python-worker.ts'
import { isPlainJson, Overloaded, type Scorer, type ScoringRequest, TimedOut } from './scorer.ts'

/**
 * The server-sent events of a prediction, as MLflow's agent server sends them: one for each part, `{"error": …}` where
 * the model failed on the way, `[DONE]` at the end. Undefined where none were asked for, or the model cannot tell a
 * prediction part by part: `mlflow models serve` then answers as to any request.
 * @throws what refuses the request before its first part
 */
export async function openEvents(
  scorer: Scorer,
  request: ScoringRequest,
  signal: AbortSignal,
): Promise<AsyncIterable<string> | undefined> {
  if (!scorer.stream || !asksForParts(request)) return undefined
  const parts = scorer.stream(request, signal)[Symbol.asyncIterator]()
  const first = parts.next()
  await first.catch((error) => {
    if (isRefusal(error)) throw error
  })
  return eventsOf(first, parts)
}

function asksForParts({ contentType, body }: ScoringRequest): boolean {
  if (!isPlainJson(contentType) || !body.includes('"stream"')) return false
  try {
    const request = parsePythonJson(body.toString('utf8'))
    return (request as { stream?: unknown } | null)?.stream === true
  } catch {
    // Whoever reads it for a prediction says what is wrong.
    return false
  }
}

function isRefusal(error: unknown): boolean {
  if (error instanceof StreamFailed) return error.reply !== undefined
  return [MlflowError, Overloaded, TimedOut].some((kind) => error instanceof kind)
}

async function* eventsOf(
  first: Promise<IteratorResult<string>>,
  parts: AsyncIterator<string>,
): AsyncGenerator<string> {
  try {
    for (let next = await first; !next.done; next = await parts.next()) yield event(next.value)
  } catch (error) {
    yield event(pythonJson({ error: (error as Error).message }))
  } finally {
    await parts.return?.()
  }
  yield event('[DONE]')
}

function event(data: string): string {
  return `data: ${data}\n\n`
}

/** Sends events as they come, no faster than the client takes them. */
export async function writeEvents(
  response: ServerResponse,
  events: AsyncIterable<string>,
  signal: AbortSignal,
): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  })
  for await (const text of events) {
    if (signal.aborted) break
    // A client that went away takes nothing any more.
    if (!response.write(text)) await once(response, 'drain', { signal }).catch(() => {})
  }
  response.end()
}
