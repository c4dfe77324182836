import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { MlflowError } from '@millrace/contract'
import type { Env } from './target.ts'

/**
 * Runs a program at the terminal until it ends; signals are passed on to it.
 * @param what names it, for the sentence that tells of its failure
 */
export async function runInFront(
  what: string,
  [command = '', ...words]: readonly string[],
  env: Env,
): Promise<void> {
  const child = spawn(command, words, { env: env as NodeJS.ProcessEnv, stdio: 'inherit' })
  const passOn = (signal: NodeJS.Signals) => child.kill(signal)
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const signal of signals) process.on(signal, passOn)
  try {
    const [code] = (await once(child, 'close')) as [number | null]
    if (code !== 0) throw new MlflowError('INTERNAL_ERROR', `${what} ended with ${code}.`)
  } finally {
    for (const signal of signals) process.off(signal, passOn)
  }
}
