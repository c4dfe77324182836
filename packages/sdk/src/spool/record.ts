import { crc32 } from '../content/png.ts'
import type { Parcel } from '../logging/outlet.ts'

/** A parcel, and the server that it is for. */
export interface SpoolRecord {
  readonly to: string
  readonly parcel: SpooledParcel
}

/** A parcel that outlasts the memory that its body came in. */
export type SpooledParcel = Parcel & { readonly body: string }

const CHECK_DIGITS = 8

/**
 * A record as a line: a check sum, what is said of the parcel, a tab, and its body as it will be sent. JSON holds no tab and
 * no line end, so both divide.
 */
export function toLine({ to, parcel }: SpoolRecord): string {
  const { body, ...said } = parcel
  const text = `${JSON.stringify({ to, ...said })}\t${body}`
  return `${checkSum(text)} ${text}\n`
}

/** @returns undefined where the line is damaged */
export function fromLine(line: string): SpoolRecord | undefined {
  const text = line.slice(CHECK_DIGITS + 1)
  if (line.slice(0, CHECK_DIGITS) !== checkSum(text)) return undefined
  const tab = text.indexOf('\t')
  const { to, ...said } = JSON.parse(text.slice(0, tab)) as { to: string } & Omit<Parcel, 'body'>
  return { to, parcel: { ...said, body: text.slice(tab + 1) } }
}

function checkSum(text: string): string {
  return crc32(new TextEncoder().encode(text)).toString(16).padStart(CHECK_DIGITS, '0')
}
