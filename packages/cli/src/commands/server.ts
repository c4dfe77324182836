import type { ServerFlags } from '@millrace/server'
import { Command, Option } from 'commander'
import { ExitError } from '../exit-error.ts'
import { withFoundFileStore } from '../file-store.ts'
import { serve } from '../serve.ts'

/** Options that mean something here: flags, what they do, and MLflow's variable. */
const OPTIONS: readonly (readonly [flags: string, text: string, variable?: string])[] = [
  [
    '--backend-store-uri <uri>',
    'where runs are kept: a database or an mlruns folder (default ./mlruns if there is one, else sqlite:///mlflow.db)',
    'MLFLOW_BACKEND_STORE_URI',
  ],
  [
    '--read-replica-backend-store-uri <uri>',
    'where reads go, if not to the backend store (PostgreSQL, MySQL)',
    'MLFLOW_READ_REPLICA_BACKEND_STORE_URI',
  ],
  [
    '--registry-store-uri <uri>',
    'where models, prompts and webhooks are kept, if not in the backend store',
    'MLFLOW_REGISTRY_STORE_URI',
  ],
  ['--default-artifact-root <uri>', 'where new experiments keep artifacts', 'MLFLOW_DEFAULT_ARTIFACT_ROOT'],
  ['--serve-artifacts', 'pass artifacts through this server (default)', 'MLFLOW_SERVE_ARTIFACTS'],
  ['--no-serve-artifacts', 'let clients talk to the artifact store themselves'],
  ['--artifacts-only', 'serve artifacts and nothing else', 'MLFLOW_ARTIFACTS_ONLY'],
  [
    '--artifacts-destination <uri>',
    'the store behind served artifacts (default ./mlartifacts)',
    'MLFLOW_ARTIFACTS_DESTINATION',
  ],
  [
    '--allowed-artifact-schemes <schemes>',
    'kinds of stores that experiments and versions may name, comma-separated, file for paths (default any; own)',
    'MILLRACE_ALLOWED_ARTIFACT_SCHEMES',
  ],
  ['-h, --host <host>', 'address to listen on (default 127.0.0.1)', 'MLFLOW_HOST'],
  ['-p, --port <port>', 'port to listen on (default 5000)', 'MLFLOW_PORT'],
  ['--static-prefix <path>', 'path under which everything is served', 'MLFLOW_STATIC_PREFIX'],
  [
    '--allowed-hosts <hosts>',
    'Host headers taken, comma-separated, * for any',
    'MLFLOW_SERVER_ALLOWED_HOSTS',
  ],
  [
    '--cors-allowed-origins <origins>',
    'foreign origins that may change things',
    'MLFLOW_SERVER_CORS_ALLOWED_ORIGINS',
  ],
  [
    '--disable-security-middleware',
    'no Host, Origin and frame checks',
    'MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE',
  ],
  ['--x-frame-options <value>', 'SAMEORIGIN, DENY or NONE', 'MLFLOW_SERVER_X_FRAME_OPTIONS'],
  [
    '--enable-permanent-delete',
    'let requests delete for good what is in the stage `deleted` (own)',
    'MILLRACE_ENABLE_PERMANENT_DELETE',
  ],
  [
    '--user-header <name>',
    'the header in which a proxy that authenticates says who calls, such as X-Forwarded-User; only behind such a proxy (own)',
    'MILLRACE_USER_HEADER',
  ],
  ['--expose-prometheus <path>', 'serve /metrics; the path is not needed here', 'MLFLOW_EXPOSE_PROMETHEUS'],
]

/** Options of Python servers, with their variables: taken, with a note that they change nothing. */
export const MEANINGLESS: readonly (readonly [flags: string, note: string, variable?: string])[] = [
  ['-w, --workers <n>', 'one process serves all requests', 'MLFLOW_WORKERS'],
  ['--gunicorn-opts <opts>', 'there is no gunicorn', 'MLFLOW_GUNICORN_OPTS'],
  ['--waitress-opts <opts>', 'there is no waitress', 'MLFLOW_WAITRESS_OPTS'],
  ['--uvicorn-opts <opts>', 'there is no uvicorn', 'MLFLOW_UVICORN_OPTS'],
  ['--dev', 'there is no reloading'],
  ['--secrets-cache-ttl <seconds>', 'no secrets are kept yet', 'MLFLOW_SERVER_SECRETS_CACHE_TTL'],
  ['--secrets-cache-max-size <n>', 'no secrets are kept yet', 'MLFLOW_SERVER_SECRETS_CACHE_MAX_SIZE'],
  ['--disable-workspaces', 'workspaces are off'],
]

/** Variables of Python servers that have no option. */
export const MEANINGLESS_VARIABLES: readonly (readonly [variable: string, note: string])[] = [
  ['MLFLOW_SQLALCHEMYSTORE_POOLCLASS', 'there is no SQLAlchemy'],
  ['MLFLOW_SQLALCHEMYSTORE_POOL_RECYCLE', 'connections are kept as long as they live'],
  ['MLFLOW_SQLALCHEMYSTORE_ECHO', 'there is no SQLAlchemy'],
  ['MLFLOW_FLASK_SERVER_SECRET_KEY', 'there is no Flask'],
  ['MLFLOW_SERVER_ENABLE_JOB_EXECUTION', 'there are no jobs yet'],
  ['MLFLOW_SERVER_JOB_EXECUTION_ENGINE', 'there are no jobs yet'],
  ['MLFLOW_SERVER_JOB_HUEY_REDIS_URL', 'there are no jobs yet'],
  ['MLFLOW_JOB_DEFAULT_EXECUTOR_BACKEND', 'there are no jobs yet'],
  ['MLFLOW_SERVER_GRAPHQL_MAX_ALIASES', 'there is no GraphQL yet'],
  ['MLFLOW_SERVER_GRAPHQL_MAX_ROOT_FIELDS', 'there is no GraphQL yet'],
  ['MLFLOW_SERVER_ENABLE_GRAPHQL_AUTH', 'there is no GraphQL yet'],
  ['MLFLOW_WEBHOOK_CACHE_TTL', 'changes of webhooks are known within a second'],
  ['MLFLOW_SQL_TRACE_ROLLUPS_ENABLED', 'there are no traces yet'],
]

/** Options of capabilities that are not there yet: refused, since ignoring them would mislead. */
const NOT_YET: readonly (readonly [flags: string, what: string])[] = [
  ['--app-name <name>', 'authentication is'],
  ['--trace-archival-config <file>', 'trace archival is'],
  ['--workspace-store-uri <uri>', 'workspaces are'],
  ['--enable-workspaces', 'workspaces are'],
]

/** `millrace server`: the options of `mlflow server`. */
export function serverCommand(): Command {
  const command = new Command('server')
    .alias('ui')
    .description('Run the tracking server and its web page.')
    .helpOption('--help')
    .exitOverride()
  for (const [flags, text, variable] of OPTIONS) {
    command.addOption(new Option(flags, variable ? `${text} [${variable}]` : text))
  }
  for (const [flags, note, variable] of MEANINGLESS) {
    const text = `accepted, without effect: ${note}`
    command.addOption(new Option(flags, variable ? `${text} [${variable}]` : text))
  }
  for (const [flags, what] of NOT_YET)
    command.addOption(new Option(flags, `refused: ${what} not supported yet`))
  return command.action((_options, self: Command) => runServer(self))
}

async function runServer(command: Command): Promise<void> {
  const given = command.options.filter(
    (option) => command.getOptionValueSource(option.attributeName()) === 'cli',
  )
  for (const [flags, what] of NOT_YET) {
    if (given.some((option) => option.flags === flags))
      throw new ExitError(`${longName(flags)}: ${what} not supported yet.`, 2)
  }
  for (const [flags, note, variable = ''] of MEANINGLESS) {
    if (given.some((option) => option.flags === flags)) sayWithoutEffect(longName(flags), note)
    else if (process.env[variable]) sayWithoutEffect(variable, note)
  }
  for (const [variable, note] of MEANINGLESS_VARIABLES) {
    if (process.env[variable]) sayWithoutEffect(variable, note)
  }
  const flags: ServerFlags & { disableWorkspaces?: boolean } = Object.fromEntries(
    given.map((o) => [o.attributeName(), command.getOptionValue(o.attributeName())]),
  )
  const named = { ...flags, ...(flags.disableWorkspaces === true && { enableWorkspaces: false }) }
  await serve(withFoundFileStore(named), process.env, (address) =>
    console.error(`Millrace is listening at ${address}  (stop it with Ctrl-C)`),
  )
}

function sayWithoutEffect(name: string, note: string): void {
  console.error(`millrace: ${name} has no effect: ${note}.`)
}

function longName(flags: string): string {
  return /--[a-z-]+/.exec(flags)?.[0] ?? flags
}
