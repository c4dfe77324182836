import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { backendSuite } from '../../packages/projects/src/backends/backend.suite.ts'
import { backend } from '../../packages/projects/src/backends/slurm.ts'
import { type Bench, endOf, openBench } from '../../packages/projects/src/backends/testing.ts'
import { describeUnless } from '../helpers/programs.ts'
import { scratch } from '../helpers/scratch.ts'
import { startSlurm } from '../services/slurm.ts'

const slurm = await startSlurm()
const reason = typeof slurm === 'string' && slurm

describeUnless(reason, "the backend slurm, on a real Slurm of this machine's", () => {
  const files = scratch('slurm-jobs')
  const env = { ...process.env, ...(typeof slurm !== 'string' && slurm.env) }
  const config = { 'poll-seconds': 0.3, folder: files.file('jobs') }
  let bench: Bench
  beforeAll(async () => {
    bench = await openBench(env)
  })
  afterAll(async () => {
    await bench.remove()
    files.remove()
    if (typeof slurm !== 'string') await slurm.stop()
  })

  backendSuite(backend, () => env, { config })

  test('its job has the name of the run and the options that were asked for', async () => {
    const options = { comment: 'x y', 'cpus-per-task': 2, exclusive: true }
    const run = await backend.launch(
      bench.request({
        script: 'scontrol show job $SLURM_JOB_ID',
        config: { ...config, options },
      }),
    )
    const { stdout } = await endOf(run)
    expect(stdout).toMatch(new RegExp(`^JobId=${run.id} JobName=a run$`, 'm'))
    expect(stdout).toMatch(/CPUs\/Task=2/)
    expect(stdout).toMatch(/OverSubscribe=NO/)
    expect(stdout).toMatch(/Comment=x y/)
  })

  test('its script is made from a template, and a program that a signal ended says so', async () => {
    const template = files.file('template.sh')
    await writeFile(template, '#!/bin/bash\n#SBATCH --comment=mine\necho before\nexec {command}\n')
    const request = bench.request({
      script: 'kill -9 $$',
      config: { ...config, 'script-template-path': template },
    })
    const { end, stdout } = await endOf(await backend.launch(request))
    expect(stdout).toBe('before\n')
    expect(end).toMatchObject({ status: 'failed' })
    expect(end.reason).toMatch(/^Slurm says FAILED by signal 9/)
  })

  test('a job that waits is scheduled, says why, and can be cancelled', async () => {
    const run = await backend.launch(
      bench.request({ config: { ...config, options: { partition: 'closed' } } }),
    )
    await expect.poll(() => bench.reports.at(-1)).toBe(`Slurm's job ${run.id} waits: PartitionDown`)
    expect(await run.status()).toBe('scheduled')
    await run.cancel()
    expect(await run.wait()).toMatchObject({ status: 'killed' })
  })

  test('a job that was cancelled while it was handed in is stopped', async () => {
    const stop = new AbortController()
    const report = () => stop.abort()
    const run = await backend.launch(
      bench.request({ script: 'sleep 60', config, signal: stop.signal, report }),
    )
    expect(await run.wait()).toMatchObject({ status: 'killed' })
  })

  test('of a job that Slurm has forgotten nothing is made up', async () => {
    const run = await backend.launch(bench.request({ config: { ...config, 'poll-seconds': 15 } }))
    expect(await run.wait()).toEqual({
      status: 'failed',
      exitCode: undefined,
      reason: 'Slurm no longer knows the job and keeps no accounts, so how it ended is not known.',
    })
  })

  test('what sbatch refuses is said, with its words', async () => {
    const request = bench.request({ config: { ...config, options: { partition: 'nowhere' } } })
    await expect(backend.launch(request)).rejects.toThrow(/sbatch .*invalid partition specified: nowhere/)
  })
})
