import { fileURLToPath } from 'node:url'
import { invalidParameter, type MlflowError } from '@millrace/contract'
import { decodeOnce } from './safe-path.ts'

const WINDOWS_SHAPE = /^\/*[a-z]:(?:[\\/]|$)|^\\\\/i
const FILE_URI = /^file:(?:\/\/([^/]*))?(.*)$/is

/** The folder that a plain path or a `file:` URI names; percent-encoding comes off both, as in MLflow. */
export function localRoot(uri: string, platform: NodeJS.Platform = process.platform): string {
  if (uri.includes('\0')) throw unusable(uri, 'it holds a NUL byte')
  const [, host = '', rest] = FILE_URI.exec(uri) ?? []
  if (rest === undefined) return plainPath(decodeOnce(uri), uri, platform)
  if (host !== '' && host !== 'localhost') throw unusable(uri, 'it names another host')
  if (/[?#]/.test(rest)) throw unusable(uri, 'a file URI has no query and no fragment')
  if (platform === 'win32') return fileURLToPath(`file://${rest}`, { windows: true })
  return plainPath(decodeOnce(rest), uri, platform)
}

function plainPath(path: string, uri: string, platform: NodeJS.Platform): string {
  if (path.includes('\0')) throw unusable(uri, 'it holds a NUL byte')
  if (path === '') throw unusable(uri, 'it is empty')
  if (platform !== 'win32' && WINDOWS_SHAPE.test(path)) throw unusable(uri, 'it is a Windows path')
  return path
}

function unusable(uri: string, reason: string): MlflowError {
  return invalidParameter(`Cannot store artifacts at '${uri}': ${reason}`)
}
