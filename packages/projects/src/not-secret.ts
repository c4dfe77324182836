const SECRET = /secret|passw|token|credential|api[-_]?key|private[-_]?key|access[-_]?key/i

interface Told {
  readonly kept: Readonly<Record<string, unknown>>
  /** The names of what is left out. */
  readonly leftOut: readonly string[]
}

/** A tree of settings without those that by their names are secrets, `env: 'NAME=VALUE'` of docker among them. */
export function withoutSecrets(tree: Readonly<Record<string, unknown>>): Told {
  const leftOut: string[] = []
  const copied = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copied)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, inner]) => {
        const hidden = secretName(name, inner)
        if (hidden === undefined) return [[name, copied(inner)]]
        leftOut.push(hidden)
        return []
      }),
    )
  }
  return { kept: copied(tree) as Told['kept'], leftOut }
}

function secretName(name: string, value: unknown): string | undefined {
  if (SECRET.test(name)) return name
  const [variable = '', assigned] = typeof value === 'string' ? value.split('=') : []
  return assigned !== undefined && SECRET.test(variable) ? variable : undefined
}
