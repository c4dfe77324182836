import type { PythonEnvironment } from '../environment/files.ts'

/** What the image must hold besides Millrace. */
export type ImageRuntime =
  | { kind: 'python'; environment: PythonEnvironment }
  | { kind: 'node'; node: NodeRuntime }

export interface NodeRuntime {
  /** Of npm, with their versions. */
  packages: readonly string[]
  /** The variable that tells Millrace where they are. */
  variable?: string
  /** A command that removes what is not needed of them. */
  shrink?: string
}

export interface DockerfileOptions {
  runtime: ImageRuntime
  /** Whether the model is in the image; otherwise it is mounted at `/opt/ml/model`. */
  hasModel: boolean
}

const NODE_IMAGE = 'node:24-slim'
const DEFAULT_PYTHON = '3.11'
const PORT = 8080

/** A Dockerfile for a context that holds `millrace/`, and `model/` and `requirements.txt` where they are named. */
export function dockerfile({ runtime, hasModel }: DockerfileOptions): string {
  const steps = [
    ...(runtime.kind === 'python' ? pythonBase(runtime.environment) : nodeBase(runtime.node)),
    'COPY millrace /opt/millrace',
    ...(hasModel ? ['COPY model /opt/ml/model'] : []),
    'RUN useradd --system --create-home --uid 10001 millrace',
    'USER millrace',
    'ENV MLFLOW_DISABLE_TELEMETRY=true PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1',
    `EXPOSE ${PORT}`,
    `HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["node", "-e", "fetch('http://127.0.0.1:${PORT}/ping').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]`,
    `ENTRYPOINT ${JSON.stringify(ENTRYPOINT)}`,
  ]
  return `${steps.join('\n')}\n`
}

const SERVE = [
  ...['node', '/opt/millrace/bin/millrace.js', 'models', 'serve', '--model-uri', '/opt/ml/model'],
  ...['--env-manager', 'local', '--host', '0.0.0.0', '--port', String(PORT)],
].join(' ')

/** SageMaker puts the word `serve` behind an image's name, as `mlflow deployments run-local` does; the rest are options. */
const ENTRYPOINT = ['sh', '-c', `if [ "$1" = serve ]; then shift; fi; exec ${SERVE} "$@"`, 'millrace']

function nodeBase({ packages, variable, shrink }: NodeRuntime): string[] {
  if (packages.length === 0) return [`FROM ${NODE_IMAGE}`]
  const install = `npm install --prefix /opt/packages --ignore-scripts --no-audit --no-fund ${packages.join(' ')}`
  return [
    `FROM ${NODE_IMAGE} AS packages`,
    `RUN ${[install, ...(shrink ? ['cd /opt/packages', shrink] : [])].join(' && ')}`,
    `FROM ${NODE_IMAGE}`,
    'COPY --from=packages /opt/packages /opt/packages',
    ...(variable ? [`ENV ${variable}=/opt/packages`] : []),
  ]
}

function pythonBase({ python = DEFAULT_PYTHON }: PythonEnvironment): string[] {
  return [
    `FROM ${NODE_IMAGE} AS node`,
    `FROM python:${python}-slim`,
    'COPY --from=node /usr/local/bin/node /usr/local/bin/node',
    'COPY requirements.txt /tmp/requirements.txt',
    'RUN pip install --no-cache-dir uv && uv pip install --system --no-cache -r /tmp/requirements.txt && pip uninstall --yes uv',
  ]
}
