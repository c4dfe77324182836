import type { readConfig, ServerFlags, startServer } from '@millrace/server'
import { Command, Option } from 'commander'
import { ExitError } from '../exit-error.ts'
import { withFoundFileStore } from '../file-store.ts'
import { boundYoungGeneration } from '../young-generation.ts'

type Config = ReturnType<typeof readConfig>
type RunningServer = Awaited<ReturnType<typeof startServer>>

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
  ['--expose-prometheus <path>', 'serve /metrics; the path is not needed here', 'MLFLOW_EXPOSE_PROMETHEUS'],
]

/** Options of Python servers, with their variables: taken, with a note that they change nothing. */
const MEANINGLESS: readonly (readonly [flags: string, note: string, variable?: string])[] = [
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
const MEANINGLESS_VARIABLES: readonly (readonly [variable: string, note: string])[] = [
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
  ['MLFLOW_PRESIGNED_DOWNLOAD_URL_TTL_SECONDS', 'no store here signs URLs yet'],
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
    .description('Run the tracking server and its web page.')
    .helpOption('--help')
    .exitOverride()
  for (const [flags, text, variable] of OPTIONS) {
    command.addOption(new Option(flags, variable ? `${text} [${variable}]` : text))
  }
  for (const [flags, note] of MEANINGLESS)
    command.addOption(new Option(flags, `accepted, without effect: ${note}`))
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
  const flags = Object.fromEntries(
    given.map((o) => [o.attributeName(), command.getOptionValue(o.attributeName())]),
  )
  await serve({ ...flags, ...(flags.disableWorkspaces === true && { enableWorkspaces: false }) })
}

function sayWithoutEffect(name: string, note: string): void {
  console.error(`millrace: ${name} has no effect: ${note}.`)
}

function longName(flags: string): string {
  return /--[a-z-]+/.exec(flags)?.[0] ?? flags
}

/** Fastify would announce the address too, without the prefix; its voice is the log's, so that is muted meanwhile. */
async function listen({ app, deps }: RunningServer, { host, port }: Config): Promise<string> {
  const { level } = deps.log
  if (deps.log.isLevelEnabled('info')) deps.log.level = 'warn'
  try {
    return await app.listen({ host, port })
  } finally {
    deps.log.level = level
  }
}

/** Why a port could not be opened, by the system's code, and what a person can do. */
const CANNOT_LISTEN: Readonly<Record<string, (host: string, port: number) => string>> = {
  EADDRINUSE: (host, port) =>
    `Port ${port} is taken on ${host}; stop what listens there or give another: --port ${port + 1}`,
  EADDRNOTAVAIL: (host) =>
    `This machine has no address ${host}; give one that it has, or --host 0.0.0.0 for all.`,
  ENOTFOUND: (host) =>
    `No address is known for the host ${host}; give an address of this machine with --host.`,
  EAI_AGAIN: (host) =>
    `No address is known for the host ${host}; give an address of this machine with --host.`,
  EACCES: (_host, port) => `This user may not open port ${port}; give one above 1023: --port 5000`,
}

async function serve(flags: ServerFlags): Promise<void> {
  const { ConfigError, readConfig, startServer, UnusableDatabase } = await import('@millrace/server')
  const explain = (error: unknown): never => {
    if (error instanceof ConfigError) throw new ExitError(error.message, 2)
    if (error instanceof UnusableDatabase) throw new ExitError(error.message)
    throw error
  }
  const { config, server } = await (async () => {
    const config = readConfig(withFoundFileStore(flags), process.env)
    return { config, server: await startServer(config) }
  })().catch(explain)
  boundYoungGeneration()
  const stop = stopOnSignals(() => server.close())
  try {
    const address = await listen(server, config)
    console.error(`Millrace is listening at ${address}${config.staticPrefix}  (stop it with Ctrl-C)`)
  } catch (error) {
    await server.close()
    const advice = CANNOT_LISTEN[String((error as { code?: unknown }).code)]
    if (!advice) throw error
    throw new ExitError(advice(config.host, config.port))
  }
  await stop
}

/** Resolves after a signal and a clean stop; a second signal does not wait. */
function stopOnSignals(close: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let stopping = false
    const stop = () => {
      if (stopping) process.exit(130)
      stopping = true
      close().then(resolve, reject)
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
  })
}
