import { release, type as systemType, version as systemVersion } from 'node:os'
import { MLFLOW_VERSION } from '@millrace/contract/mlflow-version'
import type { Command } from 'commander'
import { type ConnectFlags, connectedCommand } from '../connect.ts'
import { missingStore } from '../existing-store.ts'

/** `millrace doctor`: what someone who helps wants to know of an installation. */
export function doctorCommand(version: string): Command {
  return connectedCommand('doctor', 'Tell versions, settings, and whether the tracking server answers.')
    .option('--mask-envs', 'hide the values of environment variables')
    .action((flags: DoctorFlags) => doctor(flags, version))
}

interface DoctorFlags extends ConnectFlags {
  readonly maskEnvs?: boolean
}

/** What such variables hold opens doors. */
const SECRET = /PASSWORD|PASSPHRASE|TOKEN|SECRET|KEY|_URI$/

async function doctor(flags: DoctorFlags, version: string): Promise<void> {
  const { trackingUri, answers } = await askStore(flags)
  const env = Object.fromEntries(
    Object.entries(process.env)
      .filter(([name]) => name.startsWith('MLFLOW_'))
      .map(([name, value = '']) => [
        name,
        flags.maskEnvs || (SECRET.test(name) && hasPassword(value, name)) ? '***' : value,
      ]),
  )
  const facts = {
    'System information': `${systemType()} ${release()} ${systemVersion()}`,
    'Node version': process.version,
    'Millrace version': version,
    'Compatible with MLflow': MLFLOW_VERSION,
    'Tracking URI': trackingUri,
    'Tracking store answers': answers,
  }
  if (flags.json) return console.log(JSON.stringify({ ...facts, env }, undefined, 2))
  for (const [name, value] of Object.entries(facts)) console.log(`${name}: ${value}`)
  console.log('MLflow environment variables: ')
  for (const [name, value] of Object.entries(env)) console.log(`  ${name}: ${value}`)
}

/** Whether the store answers; looking must not make one. */
async function askStore({
  trackingUri: named,
}: ConnectFlags): Promise<{ trackingUri: string; answers: string }> {
  const { Client } = await import('@millrace/sdk')
  await using client = new Client({ trackingUri: named })
  const { trackingUri } = client
  try {
    const missing = await missingStore(trackingUri)
    if (missing !== undefined)
      return { trackingUri, answers: `no: there is no ${missing} yet; the first run makes it` }
    await client.experiments.search({ pageSize: 1 })
    return { trackingUri, answers: 'yes' }
  } catch (error) {
    return { trackingUri, answers: `no: ${error instanceof Error ? error.message : error}` }
  }
}

/** A URI may be shown unless a password may be in it; a password never. */
function hasPassword(value: string, name: string): boolean {
  return !name.endsWith('_URI') || /[@?]/.test(value)
}
