import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { REPOSITORY } from './repository.ts'

export interface ModelsServe {
  port: number
  log(): string
  /** Asks it to end (SIGTERM), waits for that and gives its exit code. */
  stop(): Promise<number>
}

/** `millrace models serve` of a model's folder, with the mlflow of this Python. */
export async function modelsServe(
  python: string,
  model: string,
  args: string[] = [],
  env: Record<string, string> = {},
): Promise<ModelsServe> {
  const main = join(REPOSITORY, 'packages/cli/src/main.ts')
  const given = ['models', 'serve', '--model-uri', model, '--port', '0', '--env-manager', 'local', ...args]
  const child = spawn(process.execPath, [main, ...given], {
    env: { ...process.env, MILLRACE_PYTHON: python, PYTHONWARNINGS: 'ignore', ...env },
    stdio: ['ignore', 'inherit', 'pipe'],
  })
  let log = ''
  const ended = once(child, 'close') as Promise<[number]>
  const port = await new Promise<number>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text
      const found = /^Serving .* at http:\/\/[^:]+:(\d+)/m.exec(log)?.[1]
      if (found) resolve(Number(found))
    })
    void ended.then(() => reject(new Error(`millrace models serve ended:\n${log}`)))
  })
  return {
    port,
    log: () => log,
    async stop() {
      child.kill('SIGTERM')
      const [code] = await ended
      return code
    },
  }
}
