import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** A key of the Fernet format (32 bytes): half signs, half encrypts. */
export interface FernetKey {
  readonly signing: Buffer
  readonly encryption: Buffer
}

const VERSION = 0x80
const KEY_BYTES = 32
const IV_AT = 9
const TEXT_AT = 25
const MAC_BYTES = 32
const KEY_TEXT = /^[A-Za-z0-9_-]{43}=?$/

/** @returns undefined for what is no key: 32 bytes in URL-safe base64. */
export function parseFernetKey(text: string): FernetKey | undefined {
  if (!KEY_TEXT.test(text)) return undefined
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length !== KEY_BYTES) return undefined
  return { signing: bytes.subarray(0, 16), encryption: bytes.subarray(16) }
}

export function newFernetKey(): string {
  return withPadding(randomBytes(KEY_BYTES))
}

/** Encrypts as Python's `cryptography.fernet`, which MLflow uses. */
export function encryptFernet(text: string, { signing, encryption }: FernetKey, now: number): string {
  const iv = randomBytes(16)
  const cipher = createCipheriv('aes-128-cbc', encryption, iv)
  const head = Buffer.alloc(IV_AT)
  head[0] = VERSION
  head.writeBigUInt64BE(BigInt(Math.trunc(now / 1000)), 1)
  const signed = Buffer.concat([head, iv, cipher.update(text, 'utf8'), cipher.final()])
  return withPadding(Buffer.concat([signed, macOf(signed, signing)]))
}

/** @returns undefined where the key is another or the text is damaged. */
export function decryptFernet(token: string, { signing, encryption }: FernetKey): string | undefined {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length < TEXT_AT + 16 + MAC_BYTES || bytes[0] !== VERSION) return undefined
  const signed = bytes.subarray(0, -MAC_BYTES)
  if (!timingSafeEqual(macOf(signed, signing), bytes.subarray(-MAC_BYTES))) return undefined
  const decipher = createDecipheriv('aes-128-cbc', encryption, signed.subarray(IV_AT, TEXT_AT))
  return Buffer.concat([decipher.update(signed.subarray(TEXT_AT)), decipher.final()]).toString()
}

function macOf(bytes: Buffer, key: Buffer): Buffer {
  return createHmac('sha256', key).update(bytes).digest()
}

function withPadding(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_')
}
