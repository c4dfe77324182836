import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../helpers/free-port.ts'
import { killService, spawnService, untilItAnswers } from './service.ts'

const exec = promisify(execFile)
const PROGRAMS = ['/usr/sbin/munged', '/usr/sbin/slurmctld', '/usr/sbin/slurmd'] as const
const [MUNGED, SLURMCTLD, SLURMD] = PROGRAMS

export interface Slurm {
  /** What Slurm's commands must have among their variables. */
  readonly env: Readonly<Record<string, string>>
  stop(): Promise<void>
}

/** A cluster of Slurm with this machine as its only node; or why it cannot be had. */
export async function startSlurm(): Promise<Slurm | string> {
  const missing = PROGRAMS.filter((program) => !existsSync(program))
  if (missing.length > 0) return `${missing.join(', ')} not installed`
  if (process.getuid?.() !== 0) return "Slurm's servers want to be root"
  const folder = await mkdtemp(join(tmpdir(), 'millrace-slurm-'))
  const [munge, settings] = [join(folder, 'munge'), join(folder, 'slurm.conf')]
  await writeFile(settings, await slurmConf(folder, munge))
  for (const name of ['state', 'spool']) await mkdir(join(folder, name))
  await exec('dd', ['if=/dev/urandom', `of=${munge}.key`, 'bs=1024', 'count=1'])
  await exec('chmod', ['400', `${munge}.key`])
  const files = ['key', 'pid', 'log', 'seed'].map((name) => `--${name}-file=${munge}.${name}`)
  const env = { SLURM_CONF: settings }
  const children = [
    spawnService(
      MUNGED,
      ['--foreground', '--force', `--socket=${munge}.socket`, ...files],
      undefined,
      folder,
    ),
  ]
  await untilItAnswers(() => exec('munge', [`--socket=${munge}.socket`, '--no-input']))
  for (const server of [SLURMCTLD, SLURMD]) {
    children.push(spawnService(server, ['-D', '-f', settings], undefined, folder))
  }
  const everyone = { ...process.env, ...env }
  await untilItAnswers(async () => {
    const { stdout } = await exec('sinfo', ['--noheader', '--format=%T'], { env: everyone })
    if (stdout.trim() !== 'idle') throw new Error(`the node is ${stdout.trim()}`)
  })
  return {
    env,
    async stop() {
      for (const child of children.reverse()) await killService(child, 'SIGTERM')
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

async function slurmConf(folder: string, munge: string): Promise<string> {
  const name = hostname()
  return [
    'ClusterName=millrace',
    `SlurmctldHost=${name}(127.0.0.1)`,
    `SlurmctldPort=${await freePort()}`,
    `SlurmdPort=${await freePort()}`,
    'SlurmUser=root',
    'SlurmdUser=root',
    'AuthType=auth/munge',
    `AuthInfo=socket=${munge}.socket`,
    `StateSaveLocation=${join(folder, 'state')}`,
    `SlurmdSpoolDir=${join(folder, 'spool')}`,
    `SlurmctldPidFile=${join(folder, 'slurmctld.pid')}`,
    `SlurmdPidFile=${join(folder, 'slurmd.pid')}`,
    `SlurmctldLogFile=${join(folder, 'slurmctld.log')}`,
    `SlurmdLogFile=${join(folder, 'slurmd.log')}`,
    'ProctrackType=proctrack/linuxproc',
    'TaskPlugin=task/none',
    'SelectType=select/cons_tres',
    'JobAcctGatherType=jobacct_gather/none',
    'MpiDefault=none',
    'ReturnToService=2',
    // As short as it can be: what the controller has forgotten is then tried too.
    'MinJobAge=2',
    'KillWait=2',
    `NodeName=${name} NodeAddr=127.0.0.1 CPUs=2 RealMemory=1000 State=UNKNOWN`,
    'PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP',
    'PartitionName=closed Nodes=ALL MaxTime=INFINITE State=DOWN',
    '',
  ].join('\n')
}
