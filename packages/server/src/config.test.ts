import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig, type ServerFlags } from './config.ts'

it('has the defaults of MLflow', () => {
  expect(readConfig({}, {})).toMatchObject({
    backendStoreUri: 'sqlite:///mlflow.db',
    artifactRoot: 'mlflow-artifacts:/',
    serveArtifacts: true,
    artifactsOnly: false,
    artifactsDestination: './mlartifacts',
    host: '127.0.0.1',
    port: 5000,
    staticPrefix: '',
    security: { allowedHosts: undefined, allowedOrigins: [], frameOptions: 'SAMEORIGIN', disabled: false },
    prometheus: false,
    truncateLongValues: true,
    logLevel: 'info',
  })
})

describe('a flag beats a variable, a variable beats the default', () => {
  it.each([
    ['backendStoreUri', 'MLFLOW_BACKEND_STORE_URI', 'sqlite:///v.db', 'sqlite:///f.db'],
    ['artifactsDestination', 'MLFLOW_ARTIFACTS_DESTINATION', './v', './f'],
    ['host', 'MLFLOW_HOST', '0.0.0.0', '::1'],
    ['staticPrefix', 'MLFLOW_STATIC_PREFIX', '/v', '/f'],
  ] as const)('%s', (flag, variable, fromVariable, fromFlag) => {
    expect(readConfig({}, { [variable]: fromVariable })[flag]).toBe(fromVariable)
    expect(readConfig({ [flag]: fromFlag }, { [variable]: fromVariable })[flag]).toBe(fromFlag)
    expect(readConfig({ [flag]: fromFlag }, { [variable]: '' })[flag]).toBe(fromFlag)
  })

  it('port', () => {
    expect(readConfig({}, { MLFLOW_PORT: '6000' }).port).toBe(6000)
    expect(readConfig({ port: '7000' }, { MLFLOW_PORT: '6000' }).port).toBe(7000)
  })

  it('a yes or no', () => {
    const env = { MLFLOW_SERVE_ARTIFACTS: 'False' }
    expect(readConfig({}, env).serveArtifacts).toBe(false)
    expect(readConfig({ serveArtifacts: true }, env).serveArtifacts).toBe(true)
  })

  it('default artifact root', () => {
    expect(readConfig({ serveArtifacts: false }, {}).artifactRoot).toBe(`${process.cwd()}/mlruns`)
    expect(readConfig({ defaultArtifactRoot: './rel' }, {}).artifactRoot).toBe(`${process.cwd()}/rel`)
    expect(() => readConfig({ defaultArtifactRoot: 'file://host/x' }, {})).toThrow(ConfigError)
    expect(readConfig({}, { MLFLOW_DEFAULT_ARTIFACT_ROOT: '/v' }).artifactRoot).toBe('/v')
    expect(
      readConfig({ defaultArtifactRoot: '/f' }, { MLFLOW_DEFAULT_ARTIFACT_ROOT: '/v' }).artifactRoot,
    ).toBe('/f')
  })

  it('rules for locations', () => {
    expect(readConfig({ defaultArtifactRoot: 'sftp://a' }, {}).locations).toEqual({
      maxLength: 2048,
      allowedSchemes: [],
      ownStores: ['sftp://a', './mlartifacts'],
    })
    const env = {
      MLFLOW_ARTIFACT_LOCATION_MAX_LENGTH: '99',
      MLFLOW_ALLOWED_HOST_ADDRESSED_ARTIFACT_SCHEMES: 'HTTP, ftp',
    }
    expect(readConfig({}, env).locations).toMatchObject({ maxLength: 99, allowedSchemes: ['http', 'ftp'] })
  })

  it('lists', () => {
    const env = { MLFLOW_SERVER_ALLOWED_HOSTS: 'a, b:*', MLFLOW_SERVER_CORS_ALLOWED_ORIGINS: 'https://a' }
    expect(readConfig({}, env).security).toMatchObject({
      allowedHosts: ['a', 'b:*'],
      allowedOrigins: ['https://a'],
    })
    expect(readConfig({ allowedHosts: 'c', corsAllowedOrigins: '*' }, env).security).toMatchObject({
      allowedHosts: ['c'],
      allowedOrigins: ['*'],
    })
  })
})

it.each([
  ['CRITICAL', 'fatal'],
  ['ERROR', 'error'],
  ['warning', 'warn'],
  ['INFO', 'info'],
  ['Debug', 'debug'],
  ['NOTSET', 'trace'],
])("Python's log level %s is %s", (level, expected) => {
  expect(readConfig({}, { MLFLOW_LOGGING_LEVEL: level }).logLevel).toBe(expected)
})

it.each<[flags: ServerFlags, env: Record<string, string>]>([
  [{}, { MLFLOW_ENABLE_WORKSPACES: 'false' }],
  [{ enableWorkspaces: false }, { MLFLOW_ENABLE_WORKSPACES: 'true' }],
  [{}, { MLFLOW_WORKERS: '4', MLFLOW_GUNICORN_OPTS: '-x', MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'true' }],
  [{ staticPrefix: '/a/b-c.d_e~1' }, {}],
])('%j with %j is fine', (flags, env) => {
  expect(() => readConfig(flags, env)).not.toThrow()
})

it.each<[flags: ServerFlags, env: Record<string, string>, named: string]>([
  [{ port: '70000' }, {}, 'port'],
  [{ port: '-1' }, {}, 'port'],
  [{}, { MLFLOW_PORT: '5e3' }, 'port'],
  [{ staticPrefix: 'x' }, {}, '--static-prefix'],
  [{ staticPrefix: '/x/' }, {}, '--static-prefix'],
  [{ staticPrefix: '/' }, {}, '--static-prefix'],
  [{ staticPrefix: '/:x' }, {}, '--static-prefix'],
  [{ staticPrefix: '/x*' }, {}, '--static-prefix'],
  [{ staticPrefix: '//evil.example' }, {}, '--static-prefix'],
  [{ xFrameOptions: 'DENY\r\nset-cookie: a=b' }, {}, '--x-frame-options'],
  [{}, { MLFLOW_LOGGING_LEVEL: 'LOUD' }, 'MLFLOW_LOGGING_LEVEL'],
  [{}, { MLFLOW_ARTIFACTS_ONLY: 'yes' }, 'MLFLOW_ARTIFACTS_ONLY'],
  [{ artifactsOnly: true, serveArtifacts: false }, {}, '--artifacts-only'],
  [{}, { MLFLOW_AUTH_CONFIG_PATH: 'x' }, 'MLFLOW_AUTH_CONFIG_PATH'],
  [{}, { MLFLOW_GATEWAY_CONFIG: 'x' }, 'MLFLOW_GATEWAY_CONFIG'],
  [{}, { MLFLOW_WORKSPACE_STORE_URI: 'x' }, 'MLFLOW_WORKSPACE_STORE_URI'],
  [{}, { MLFLOW_TRACE_ARCHIVAL_CONFIG: 'x' }, 'MLFLOW_TRACE_ARCHIVAL_CONFIG'],
  [{}, { MLFLOW_ENABLE_WORKSPACES: 'true' }, 'MLFLOW_ENABLE_WORKSPACES'],
])('%j with %j is refused', (flags, env, named) => {
  const read = () => readConfig(flags, env)
  expect(read).toThrow(ConfigError)
  expect(read).toThrow(named)
})

it('keeps models where the runs are unless another store is named', () => {
  const store = (flags: ServerFlags, env = {}) => readConfig(flags, env).registryStoreUri
  expect(store({})).toBe('sqlite:///mlflow.db')
  expect(store({ backendStoreUri: 'sqlite:///a.db' })).toBe('sqlite:///a.db')
  expect(store({ backendStoreUri: 'sqlite:///a.db', registryStoreUri: 'sqlite:///b.db' })).toBe(
    'sqlite:///b.db',
  )
  expect(store({}, { MLFLOW_REGISTRY_STORE_URI: 'sqlite:///c.db' })).toBe('sqlite:///c.db')
})

it('a read replica is of the kind of its store, by whatever name', () => {
  const replica = (uri: string, of: string) =>
    readConfig({ backendStoreUri: of, readReplicaBackendStoreUri: uri }, {}).readReplicaUri
  expect(replica('postgres://b/x', 'postgresql+psycopg2://a/x')).toBe('postgres://b/x')
  expect(() => replica('mysql://u:hunter2@b/x', 'postgresql://a/x')).toThrow('read replica must be')
  expect(() => replica('mysql://u:hunter2@b/x', 'postgresql://a/x')).not.toThrow('hunter2')
})
