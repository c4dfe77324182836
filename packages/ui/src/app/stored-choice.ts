import { useSyncExternalStore } from 'react'

/** One of a few choices that this browser remembers; `apply` brings it into the document. */
export function storedChoice<T extends string>(
  key: string,
  choices: readonly T[],
  fallback: T,
  apply: (choice: T) => void,
) {
  const listeners = new Set<() => void>()
  const stored = localStorage.getItem(key)
  let current = choices.find((choice) => choice === stored) ?? fallback

  const tell = () => {
    apply(current)
    for (const listener of listeners) listener()
  }
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  tell()
  return {
    set: (choice: T) => {
      current = choice
      localStorage.setItem(key, choice)
      tell()
    },
    tell,
    /** What `read` makes of the choice, read anew whenever that is told of. */
    useRead: <R>(read: (choice: T) => R): R => useSyncExternalStore(subscribe, () => read(current)),
  }
}
