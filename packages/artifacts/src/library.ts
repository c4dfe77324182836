import { MlflowError } from '@millrace/contract'
import { errorCode } from './inside.ts'

/**
 * A library that only some need, and so install for themselves.
 * @param load an `import()` of it: bundlers and types must see the name
 * @throws MlflowError that names what is to be installed
 */
export async function optionalLibrary<T>(names: readonly string[], load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (error) {
    if (errorCode(error) !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new MlflowError(
      'NOT_IMPLEMENTED',
      `This kind of artifact store needs a library that is not installed beside the server: npm install ${names.join(' ')}`,
      { cause: error },
    )
  }
}
