/** Waits for answers of which some errors say that there is nothing: those are undefined, the rest are thrown. */
export function undefinedIf(isGone: (error: unknown) => boolean) {
  return async <T>(promise: Promise<T>): Promise<T | undefined> => {
    try {
      return await promise
    } catch (error) {
      if (isGone(error)) return undefined
      throw error
    }
  }
}
