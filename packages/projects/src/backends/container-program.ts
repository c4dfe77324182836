import { containerEngine } from '@millrace/models/environment'
import { type Env, InvalidValueError } from '@millrace/sdk'

/**
 * What containers are run with.
 * @throws InvalidValueError with what to install or start
 */
export async function containerProgram(env: Env): Promise<string> {
  try {
    return await containerEngine(env as NodeJS.ProcessEnv)
  } catch (error) {
    throw new InvalidValueError((error as Error).message, { cause: error })
  }
}
