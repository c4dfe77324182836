import { isFileName, isLonger, isOfKeyCharacters, LIMITS } from '@millrace/contract'

/** What is wrong with the name of a metric, param or tag, as MLflow sees it; undefined where nothing is. */
export function keyTrouble(key: unknown): string | undefined {
  if (typeof key !== 'string') return 'its name is no text'
  if (isLonger(key, LIMITS.keyLength)) return `its name is longer than ${LIMITS.keyLength} characters`
  if (!isOfKeyCharacters(key)) return 'its name may hold letters, digits, spaces, and _ - . : / only'
  if (!isFileName(key)) return 'its name would be another one as the path of a file'
  return undefined
}
