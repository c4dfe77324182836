import { invalidParameter } from '@millrace/contract'

/** A whole number too long for a double, standing where a value stands. */
const LONG_INTEGER = /[:[,]\s*-?\d{16,}\s*[,}\]]/

/** Tokens of JSON and of Python's JSON: strings are matched so that nothing inside them is taken for a token. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?Infinity|NaN|-?\d{16,}(?![\d.eE])/g

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

function quoteTokens(text: string): string {
  return text.replace(TOKENS, (token) => {
    if (token.startsWith('"')) return token
    const number = Number(token)
    return Number.isSafeInteger(number) ? token : `"${token}"`
  })
}
