type SearchParams = Record<string, string | string[] | undefined>

/** Search as plain query text: readable in a link, and repeated keys are lists. */
export function parseSearch(text: string): SearchParams {
  const found: SearchParams = {}
  const params = new URLSearchParams(text)
  for (const key of new Set(params.keys())) {
    const values = params.getAll(key)
    found[key] = values.length > 1 ? values : values[0]
  }
  return found
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(search)) {
    if (value === undefined || value === '') continue
    for (const item of Array.isArray(value) ? value : [value]) params.append(key, String(item))
  }
  const text = params.toString()
  return text && `?${text}`
}

export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

export const list = (value: unknown): string[] | undefined => {
  if (value === undefined) return undefined
  return (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string')
}

export function oneOf<T extends string>(choices: readonly T[], value: unknown): T | undefined {
  return choices.find((choice) => choice === value)
}
