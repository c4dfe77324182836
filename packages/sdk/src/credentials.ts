import type { ClientOptions, Env } from './options.ts'

/** An address without what stands before its `@`, and the headers that say who asks. */
export interface Credentials {
  readonly base: string
  readonly headers: Readonly<Record<string, string>>
}

/** Who asks, from the options, the URI, MLflow's variables, or the file that `mlflow login` writes; in that order. */
export function credentialsFor(uri: string, options: ClientOptions, env: Env, saved: Env = {}): Credentials {
  const url = new URL(uri)
  const known = (name: string) => env[name] || saved[name.toLowerCase()]
  const username =
    options.username ||
    decodeURIComponent(url.username) ||
    (options.token ? '' : known('MLFLOW_TRACKING_USERNAME'))
  const password =
    options.password ?? (decodeURIComponent(url.password) || known('MLFLOW_TRACKING_PASSWORD') || '')
  const token = options.token ?? env.MLFLOW_TRACKING_TOKEN
  const workspace = options.workspace ?? env.MLFLOW_WORKSPACE
  url.username = ''
  url.password = ''
  return {
    base: url.href.replace(/\/+$/, ''),
    headers: {
      ...(username ? { authorization: `Basic ${base64(`${username}:${password}`)}` } : bearer(token)),
      ...(workspace && { 'x-mlflow-workspace': workspace }),
      ...options.headers,
    },
  }
}

function bearer(token: string | undefined): Record<string, string> {
  return token ? { authorization: `Bearer ${token}` } : {}
}

/** Of the text's UTF-8. */
function base64(text: string): string {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text)))
}
