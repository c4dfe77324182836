import { invalidParameter, type MlflowError } from '@millrace/contract'

declare const safe: unique symbol

/** A relative path that cannot leave the root it is joined to; only `safePath` makes one. */
export type SafePath = string & { readonly [safe]: true }

export interface SafePathOptions {
  /** The percent-encoding was already taken off, as HTTP routers and query parsers do. */
  decoded?: boolean
  platform?: NodeJS.Platform
}

/** As MLflow: what is encoded more often than this is an attack, not a name. */
const MAX_LEVELS = 10
const MAX_SEGMENT_BYTES = 255
const MAX_PATH_BYTES = 4096

const RULES = [/[\0#?\\]|^\/|^file:|^[a-z]:(?:\/|$)|(?:^|\/)\.\.(?:\/|$)/i]
// Streams of NTFS files, and names that Windows silently shortens (`.. ` is `..` there).
const WINDOWS_RULES = [...RULES, /:|(?:^|\/)(?!\.(?:\/|$))[^/]*[ .](?:\/|$)/]
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const CONTROL = /[\x01-\x1f\x7f]/g
const ESCAPES = /(?:%[0-9a-f]{2})+/gi
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export const invalidPath = (): MlflowError => invalidParameter('Invalid path')

/**
 * Turns a path given by a client into one that stays below any root. Percent-encoding is taken off once; a path
 * that would become dangerous if somebody behind us decoded it again is refused.
 * Control characters are kept as `%xx`, for so MLflow names the files.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE `Invalid path`
 */
export function safePath(path: string, options: SafePathOptions = {}): SafePath {
  if (path.length > 3 * MAX_PATH_BYTES) throw invalidPath()
  const text = options.decoded ? path : decodeOnce(path)
  const rules = (options.platform ?? process.platform) === 'win32' ? WINDOWS_RULES : RULES
  const segments = escapeControls(text)
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.')
  const result = segments.join('/')

  // The text as given, for a leading `/`; the result, for leaving out `.` can bring a drive to the front: `./C:/x`.
  if (breaks(rules, text) || breaks(rules, result) || segments.some(isTooLong)) throw invalidPath()
  if (Buffer.byteLength(result) > MAX_PATH_BYTES) throw invalidPath()
  return result as SafePath
}

/** Percent-decoding that never fails: what is not UTF-8 stays as it was written. */
export function decodeOnce(text: string): string {
  return text.replace(ESCAPES, (run) => {
    try {
      return utf8.decode(Buffer.from(run.replaceAll('%', ''), 'hex'))
    } catch (error) {
      if (error instanceof TypeError) return run
      throw error
    }
  })
}

/** Byte by byte, so that `%ff%2e%2e` does not hide its dots behind a broken character. */
function decodeAscii(text: string): string {
  return text.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** Whether the text, or what any further decoding would make of it, breaks a rule. */
function breaks(rules: RegExp[], text: string): boolean {
  if (!text.isWellFormed()) return true
  let level = text
  for (let n = 0; n < MAX_LEVELS; n++) {
    const current = level
    if (rules.some((rule) => rule.test(current))) return true
    level = decodeAscii(current)
    if (level === current) return false
  }
  return true
}

const RELATIVE_PARTS = [/\0|(?:^|\/)\.\.?(?:\/|$)/]

/** Whether `.` or `..` is a part of the path, or becomes one when somebody decodes it, however often; NUL counts too. */
export function hasRelativeParts(path: string): boolean {
  return breaks(RELATIVE_PARTS, path)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const ANY_CONTROL = /[\x00-\x1f\x7f]/

/** @throws MlflowError where an operator's or a client's path is of no folder; it does not repeat it */
export function assertFolder(path: string): void {
  if (ANY_CONTROL.test(path) || hasRelativeParts(path)) throw noFolder()
}

export function noFolder(): MlflowError {
  return invalidParameter('The path of the artifact location holds characters or parts that no folder has.')
}

function escapeControls(text: string): string {
  return text.replace(CONTROL, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

function isTooLong(segment: string): boolean {
  return Buffer.byteLength(segment) > MAX_SEGMENT_BYTES
}
