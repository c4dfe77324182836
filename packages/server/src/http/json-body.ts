import { invalidParameter } from '@millrace/contract'

/** A whole number too long for a double, standing where a value stands. */
const LONG_INTEGER = /[:[,]\s*-?\d{16,}\s*[,}\]]/

/** What stands between strings: Python's bare words, and whole numbers as JSON writes them. */
const TOKENS = /-?Infinity|NaN|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/**
 * A request body as an object. Takes what MLflow's clients send: nothing at all, NaN and Infinity as bare words, integers
 * beyond 2^53 (handed on as text, which the decoder reads exactly), and JSON that was encoded twice.
 */
export function parseBody(body: Buffer | string): Record<string, unknown> {
  const text = typeof body === 'string' ? body : body.toString('utf8')
  if (text.trim() === '') return {}
  const value = parse(text)
  const unwrapped = typeof value === 'string' ? parse(value) : value
  if (unwrapped === null) return {}
  if (typeof unwrapped !== 'object' || Array.isArray(unwrapped)) {
    throw invalidParameter('The request body must be a JSON object.')
  }
  return unwrapped as Record<string, unknown>
}

function parse(text: string): unknown {
  try {
    return JSON.parse(LONG_INTEGER.test(text) ? quoteTokens(text) : text)
  } catch {
    return parseLenient(text)
  }
}

function parseLenient(text: string): unknown {
  try {
    return JSON.parse(quoteTokens(text))
  } catch (error) {
    throw invalidParameter(`The request body is not valid JSON: ${(error as Error).message}`)
  }
}

/** Puts what JSON.parse would refuse or round into quotes. */
function quoteTokens(text: string): string {
  const parts: string[] = []
  let from = 0
  while (from < text.length) {
    const opening = text.indexOf('"', from)
    const outside = opening < 0 ? text.length : opening
    parts.push(text.slice(from, outside).replace(TOKENS, quoted))
    from = endOfString(text, outside)
    parts.push(text.slice(outside, from))
  }
  return parts.join('')
}

/** Just behind the string that opens at `start`. Searched, not matched: expressions overflow the stack on long strings. */
function endOfString(text: string, start: number): number {
  let at = text.indexOf('"', start + 1)
  while (at > 0 && isEscaped(text, at, start)) at = text.indexOf('"', at + 1)
  return at < 0 ? text.length : at + 1
}

function isEscaped(text: string, at: number, start: number): boolean {
  let before = at
  while (before > start && text[before - 1] === '\\') before--
  return (at - before) % 2 === 1
}

function quoted(token: string): string {
  const last = token.charCodeAt(token.length - 1)
  const word = last > 0x39
  const exact = !word && (token.length < 16 || /[.eE]/.test(token) || Number.isSafeInteger(Number(token)))
  return exact ? token : `"${token}"`
}
