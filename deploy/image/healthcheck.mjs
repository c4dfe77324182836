/** Whether the server of this container answers; exit code 1 if not. A slim image has no curl. */
const { MLFLOW_HOST = '', MLFLOW_PORT = '5000', MLFLOW_STATIC_PREFIX = '' } = process.env
const host = ['', '0.0.0.0', '::'].includes(MLFLOW_HOST) ? '127.0.0.1' : MLFLOW_HOST
const address = `http://${host.includes(':') ? `[${host}]` : host}:${MLFLOW_PORT}${MLFLOW_STATIC_PREFIX}/health`

try {
  const { ok, status } = await fetch(address, { signal: AbortSignal.timeout(4000) })
  if (!ok) throw new Error(`it answered ${status}`)
} catch (error) {
  console.error(`${address}: ${error.cause?.message ?? error.message}`)
  process.exitCode = 1
}
