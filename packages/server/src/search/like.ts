const GLOB_SPECIAL: Record<string, string> = { '%': '*', _: '?', '*': '[*]', '?': '[?]', '[': '[[]' }

/** A LIKE pattern (no escape character, as in MLflow) for SQLite's GLOB, its case-sensitive pattern operator. */
export function likeToGlob(pattern: string): string {
  return pattern.replace(/[%_*?[]/g, (special) => GLOB_SPECIAL[special] ?? special)
}

/** The same as a regular expression over code points; `ILIKE` ignores the case. */
export function likeToRegExp(pattern: string, comparator: 'LIKE' | 'ILIKE' = 'LIKE'): RegExp {
  const body = pattern
    .replace(/[$()*+.?[\\\]^{|}/]/g, '\\$&')
    .replace(/%+/g, '[^]*')
    .replaceAll('_', '[^]')
  return new RegExp(`^${body}$`, comparator === 'ILIKE' ? 'iu' : 'u')
}
