import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { readIni } from './ini.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Where a workspace of Databricks is, with its scheme, and who asks. */
export interface DatabricksAccess {
  readonly host: string
  readonly token?: string
  readonly username?: string
  readonly password?: string
}

/** `databricks://profile:prefix` may name a secret's prefix behind the profile; that is of notebooks only. */
const PROFILE = /^databricks(?:-uc)?(?::\/\/([^:/]*))?/i

/** Neither the variables nor the file of profiles name a host. */
export class NoDatabricksHost extends Error {
  constructor(profile: string) {
    super(
      `No host of Databricks is known: set DATABRICKS_HOST and DATABRICKS_TOKEN, or the profile '${profile}' in ~/.databrickscfg.`,
    )
    this.name = 'NoDatabricksHost'
  }
}

/**
 * Where a workspace of Databricks is and who asks: the named profile of `~/.databrickscfg`; without a name the variables
 * `DATABRICKS_HOST` and `DATABRICKS_TOKEN`, else the profile `DEFAULT`.
 * @param uri `databricks`, or `databricks://profile`
 * @throws NoDatabricksHost
 */
export function databricksAccess(uri: string, env: Env): DatabricksAccess {
  const profile = PROFILE.exec(uri)?.[1] || env.DATABRICKS_CONFIG_PROFILE
  if (!profile && env.DATABRICKS_HOST) {
    return access(env.DATABRICKS_HOST, {
      token: env.DATABRICKS_TOKEN,
      username: env.DATABRICKS_USERNAME,
      password: env.DATABRICKS_PASSWORD,
    })
  }
  const name = profile || 'DEFAULT'
  const { host, ...rest } = profileOf(env, name)
  if (host) return access(host, rest)
  throw new NoDatabricksHost(name)
}

function profileOf(env: Env, name: string): Record<string, string> {
  const path = env.DATABRICKS_CONFIG_FILE || join(homedir(), '.databrickscfg')
  try {
    return readIni(readFileSync(path, 'utf8'))[name] ?? {}
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
}

function access(
  host: string,
  { token, username, password }: Partial<Record<'token' | 'username' | 'password', string | undefined>>,
): DatabricksAccess {
  return {
    host: /^https?:/.test(host) ? host : `https://${host}`,
    ...(token && { token }),
    ...(username && { username }),
    ...(password && { password }),
  }
}
