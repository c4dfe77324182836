import { MlflowError } from '@millrace/contract'

/**
 * A library that only users of one target need, and so install for themselves.
 * @param load an `import()` of it: bundlers and types must see the name
 * @throws MlflowError NOT_IMPLEMENTED that names what is to be installed
 */
export async function optionalLibrary<T>(
  target: string,
  names: readonly string[],
  load: () => Promise<T>,
): Promise<T> {
  try {
    return await load()
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause
    throw new MlflowError(
      'NOT_IMPLEMENTED',
      `The target ${target} needs libraries that are not installed beside millrace: npm install ${names.join(' ')}`,
      { cause },
    )
  }
}
