import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { readIni } from '@millrace/contract/ini'
import type { Env } from './options.ts'

/** What `~/.mlflow/credentials` holds in its section `mlflow`; nothing where there is no such file. */
export function savedCredentials(): Env {
  try {
    return readIni(readFileSync(join(homedir(), '.mlflow', 'credentials'), 'utf8')).mlflow ?? {}
  } catch {
    return {}
  }
}
