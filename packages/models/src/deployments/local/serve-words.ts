import { flag, oneOf, text, texts, wholeNumber } from '../settings.ts'
import type { DeploymentRecord } from './record.ts'

/** Settings that are options of `millrace models serve`, under the same names. */
const OF_SERVE = {
  workers: wholeNumber(1),
  timeout: wholeNumber(1),
  env_manager: oneOf('local', 'virtualenv', 'uv', 'conda'),
  max_batch_size: wholeNumber(1),
  max_batch_delay: wholeNumber(0),
  max_waiting: wholeNumber(1),
  max_body: wholeNumber(1),
  threads_per_worker: wholeNumber(1),
  worker_memory: wholeNumber(1),
  follow: wholeNumber(1),
  request_log: text,
}

export const LOCAL_SETTINGS = {
  host: text,
  port: wholeNumber(1, 65_535),
  ...OF_SERVE,
  env: texts,
  synchronous: flag,
  timeout_seconds: wholeNumber(1),
}

/** The words that serve a deployment, behind those that start `millrace`. */
export function serveWords(
  record: Pick<DeploymentRecord, 'name' | 'model_uri' | 'force_python' | 'host' | 'port' | 'config'>,
): string[] {
  const { model_uri, force_python, host, port, config, name } = record
  const given = Object.keys(OF_SERVE).flatMap((setting) => {
    const value = config[setting]
    return value === undefined ? [] : [`--${setting.replaceAll('_', '-')}`, String(value)]
  })
  return [
    ...['models', 'serve', '--model-uri', model_uri, '--name', name, '--host', host, '--port', String(port)],
    ...given,
    ...(force_python ? ['--python'] : []),
  ]
}
