import { InvalidValueError } from './errors.ts'

/** What would name a file outside of the run's, or another one elsewhere. */
const UNSAFE = /[\0#?\\]|^\/|^[a-z]:(\/|$)|(^|\/)\.\.(\/|$)/i

/**
 * A path below a run's or a model's artifacts, without empty and `.` parts.
 * @throws InvalidValueError where it would leave them
 */
export function artifactPath(path: string): string {
  if (UNSAFE.test(path)) {
    throw new InvalidValueError(
      `'${path}' is no path of an artifact: it must stay below the artifacts' folder.`,
    )
  }
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')
}

/** The same where a file must be named. */
export function artifactFile(path: string): string {
  const file = artifactPath(path)
  if (file === '' || path.endsWith('/')) throw new InvalidValueError(`'${path}' names no file.`)
  return file
}
