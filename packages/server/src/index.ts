export { ConfigError, readConfig, type ServerFlags } from './config.ts'
export { UnusableDatabase } from './db/revision.ts'
export { MLFLOW_VERSION } from './http/status.ts'
export { startServer } from './start.ts'
