declare global {
  interface JSON {
    /** Of Node since 21; TypeScript's library does not know it yet. */
    rawJSON(text: string): unknown
  }
}

/** Python writes them so; no text can hold them behind a quote that is not escaped. */
const PYTHON_NUMBERS = /("value": ?)(NaN|-?Infinity)/g
const LONG_NUMBER = /\d{16}/

/** A reply of any MLflow server: whole numbers beyond 2^53 become bigints (see Int64), Python's bare NaN becomes text. */
export function parseExact(text: string): unknown {
  const json =
    text.includes('NaN') || text.includes('Infinity') ? text.replace(PYTHON_NUMBERS, '$1"$2"') : text
  if (!LONG_NUMBER.test(json)) return JSON.parse(json)
  return JSON.parse(json, (_key, value, context?: { source?: string }) => {
    if (typeof value !== 'number' || Number.isSafeInteger(value) || !Number.isInteger(value)) return value
    return /^-?\d+$/.test(context?.source ?? '') ? BigInt(context?.source ?? 0) : value
  })
}

/** JSON in which bigints are whole numbers. They are rare, so only a value that holds one pays for the slower writing. */
export function stringifyExact(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return JSON.stringify(value, (_key, member) =>
      typeof member === 'bigint' ? JSON.rawJSON(String(member)) : member,
    )
  }
}
