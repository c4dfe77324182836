const KEY_CHARACTERS = /^[\p{L}\p{N}_/.\- :]*$/u

/** Whether it holds only what names of metrics, params and tags may. */
export function isOfKeyCharacters(text: string): boolean {
  return KEY_CHARACTERS.test(text)
}

/** Python counts characters, JavaScript UTF-16 units; only long texts need the exact count. */
export function isLonger(text: string, limit: number): boolean {
  return text.length > limit && (text.length > 2 * limit || [...text].length > limit)
}

/** The first `limit` characters. */
export function cut(text: string, limit: number): string {
  // A character has two units at most: what follows need not be taken apart.
  return isLonger(text, limit) ? [...text.slice(0, 2 * limit)].slice(0, limit).join('') : text
}

/** Whether a name would be no other name as a file's path. */
export function isFileName(name: string): boolean {
  return normalPath(name) === name && name !== '.' && !name.startsWith('..') && !name.startsWith('/')
}

/** What a POSIX system makes of a path, `.` for nothing. */
export function normalPath(path: string): string {
  const root = path.startsWith('/') ? '/' : ''
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (part !== '..' || root === '') parts.push(part)
  }
  return root + parts.join('/') || '.'
}
