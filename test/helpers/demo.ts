import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { REPOSITORY } from './repository.ts'
import { type Finished, run } from './run.ts'

export interface Demo {
  readonly url: string
  /** Ends it as Ctrl-C does. @returns what it has said */
  stop(): Promise<string>
}

const MAIN = join(REPOSITORY, 'packages/cli/src/main.ts')

/** `millrace demo` with these options, to its end. */
export function demoCommand(...args: string[]): Promise<Finished> {
  return run(process.execPath, [MAIN, 'demo', ...args])
}

/** `millrace demo` in a folder, when its page can be asked for. */
export async function startDemo(folder: string, env: Record<string, string> = {}): Promise<Demo> {
  const args = ['demo', '--folder', folder, '--port', String(await freePort())]
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'pipe'],
  })
  const killAtExit = () => child.kill('SIGKILL')
  process.once('exit', killAtExit)
  const ended = once(child, 'close').finally(() => process.off('exit', killAtExit))
  let said = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const address = /^The demo is at (\S+)/m.exec(said)?.[1]
      if (address) resolve(address)
    })
    void ended.then(() => reject(new Error(`millrace demo ended:\n${said}`)))
  })
  return {
    url,
    async stop() {
      child.kill('SIGINT')
      await ended
      return said
    },
  }
}
