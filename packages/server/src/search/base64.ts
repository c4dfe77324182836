import { Buffer } from 'node:buffer'

const ALPHABET = /[A-Za-z0-9+/]/

/**
 * Decodes base64 as leniently as Python does: foreign characters are skipped, and all that follows a
 * complete padding. Undefined where padding is missing.
 */
export function decodeBase64(text: string): Buffer | undefined {
  let kept = ''
  let padding = 0
  for (const char of text) {
    const filled = kept.length % 4
    if (ALPHABET.test(char)) {
      kept += char
      padding = 0
    } else if (char === '=' && filled >= 2) {
      padding++
      if (filled + padding === 4) return Buffer.from(kept, 'base64')
    }
  }
  return kept.length % 4 === 0 ? Buffer.from(kept, 'base64') : undefined
}
