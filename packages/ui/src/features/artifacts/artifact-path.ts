/** A hash router takes `#` and `?` in a path for its own, encoded once or not; so they are encoded once more. */
export const toSplat = (path: string): string => `artifacts/${path.replace(/[%#?]/g, encodeURIComponent)}`

export const fromSplat = (splat: string): string => splat.replace(/%(25|23|3F)/gi, decodeURIComponent)
