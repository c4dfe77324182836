/** The router decodes `%23` to a `#` that then ends its path, so these few get an escape of their own: `~23`. */
const ESCAPED = /[%#?~]/g
const ESCAPE = /~(25|23|3F|7E)/g

const toEscape = (char: string) => `~${char.charCodeAt(0).toString(16).toUpperCase()}`

export const toSplat = (path: string): string => `artifacts/${path.replace(ESCAPED, toEscape)}`

export const fromSplat = (splat: string): string =>
  splat.replace(ESCAPE, (escape) => String.fromCharCode(Number.parseInt(escape.slice(1), 16)))
