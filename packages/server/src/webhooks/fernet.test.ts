import { expect, it } from 'vitest'
import { decryptFernet, encryptFernet, newFernetKey, parseFernetKey } from './fernet.ts'

/** The example of the Fernet specification. */
const SPEC = {
  key: 'cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=',
  token:
    'gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==',
}

const keyOf = (text: string) => parseFernetKey(text) ?? expect.fail(`${text} is no key`)

it('reads a token that another program made', () => {
  expect(decryptFernet(SPEC.token, keyOf(SPEC.key))).toBe('hello')
})

it('what is encrypted is decrypted with the same key only, and not when it was changed', () => {
  const key = keyOf(newFernetKey())
  const token = encryptFernet('кредити 🏦', key, Date.now())
  expect(decryptFernet(token, key)).toBe('кредити 🏦')
  expect(decryptFernet(token, keyOf(newFernetKey()))).toBeUndefined()
  expect(decryptFernet(`${token.slice(0, 60)}A${token.slice(61)}`, key)).toBeUndefined()
  expect(decryptFernet('', key)).toBeUndefined()
})

it.each(['', 'short', `${'A'.repeat(43)}==`, 'a b'])('%j is no key', (text) => {
  expect(parseFernetKey(text)).toBeUndefined()
})
