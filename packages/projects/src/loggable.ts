import { isFileName, isLonger, isOfKeyCharacters, LIMITS } from '@millrace/contract'
import { type Env, InvalidValueError } from '@millrace/sdk'
import { shellWord } from './command.ts'
import type { Resolved } from './parameters.ts'

type Values = Pick<Resolved, 'raw' | 'extra'>

/** What a run's params are called and hold: MLflow logs values quoted as for its command. */
export function paramsOf({ raw, extra }: Values): Record<string, string> {
  return Object.fromEntries([...raw, ...extra].map(([name, value]) => [name, shellWord(value)]))
}

/**
 * Refuses parameters that no tracking server takes as params, before there is a run. Values that are too long are cut there,
 * as MLflow's are, unless `MLFLOW_TRUNCATE_LONG_VALUES` is off.
 * @throws InvalidValueError naming the parameter
 */
export function assertLoggable(values: Values, env: Env): void {
  for (const [name, value] of Object.entries(paramsOf(values))) {
    if (!isOfKeyCharacters(name) || !isFileName(name)) {
      throw new InvalidValueError(
        `A run can hold no param '${name}': letters, digits, _ - . space : and / are allowed in the name of a parameter, which must be the name of a file too.`,
      )
    }
    if (isLonger(name, LIMITS.keyLength)) {
      throw new InvalidValueError(
        `The name of the parameter '${name.slice(0, 30)}…' is longer than the ${LIMITS.keyLength} characters that a run's params may have.`,
      )
    }
    if (isKept(env) && isLonger(value, LIMITS.paramValueLength)) {
      throw new InvalidValueError(
        `The value of the parameter ${name} is longer than the ${LIMITS.paramValueLength} characters that a run's params may have, and MLFLOW_TRUNCATE_LONG_VALUES forbids to cut it.`,
      )
    }
  }
}

function isKept({ MLFLOW_TRUNCATE_LONG_VALUES: given }: Env): boolean {
  return /^(false|0)$/i.test(given ?? '')
}
