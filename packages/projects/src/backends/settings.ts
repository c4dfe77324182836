import { InvalidValueError } from '@millrace/sdk'

/** How a setting of `--backend-config` is read: what it must be, and how that is tested. */
interface Kind<T> {
  readonly words: string
  is(value: unknown): value is T
}

export const text: Kind<string> = {
  words: 'a text that is not empty',
  is: (value): value is string => typeof value === 'string' && value !== '',
}

export const seconds: Kind<number> = {
  words: 'a number of seconds above 0',
  is: (value): value is number => typeof value === 'number' && Number.isFinite(value) && value > 0,
}

type Kinds = Readonly<Record<string, Kind<unknown>>>
type Settings<K extends Kinds> = {
  readonly [N in keyof K]: (K[N] extends Kind<infer T> ? T : never) | undefined
}

/**
 * The settings of a backend.
 * @throws InvalidValueError for one that it does not know, or that is not what it must be
 */
export function readSettings<K extends Kinds>(
  backend: string,
  config: Readonly<Record<string, unknown>>,
  kinds: K,
): Settings<K> {
  for (const [name, value] of Object.entries(config)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
    if (!kind) {
      const known = Object.keys(kinds).join(', ')
      throw new InvalidValueError(
        `The backend ${backend} has no setting '${name}'. It has: ${known || 'none'}.`,
      )
    }
    if (!kind.is(value)) {
      throw new InvalidValueError(
        `The setting '${name}' of the backend ${backend} must be ${kind.words}, not ${JSON.stringify(value)}.`,
      )
    }
  }
  return config as Settings<K>
}
