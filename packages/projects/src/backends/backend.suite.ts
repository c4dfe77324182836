import { stat } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { Env } from '@millrace/sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Backend, LaunchRequest } from './backend.ts'
import { type Bench, endOf, openBench } from './testing.ts'

/** What is asked of every backend that really runs a program. */
export function backendSuite(
  backend: Backend,
  env: () => Env,
  settings: Partial<LaunchRequest> = {},
  { tellsStreamsApart = true } = {},
): void {
  describe('as every backend', () => {
    let bench: Bench
    beforeAll(async () => {
      bench = await openBench(env())
    })
    afterAll(() => bench.remove())

    const launch = (script: string, values: readonly string[] = []) =>
      backend.launch(bench.request({ ...settings, script, values }))

    test('a program that ends well has finished, and all that it wrote was read', async () => {
      const run = await launch('echo one; echo two >&2; echo three')
      expect(await endOf(run)).toEqual({
        end: { status: 'finished', exitCode: 0 },
        stdout: 'one\nthree\n',
        stderr: tellsStreamsApart ? 'two\n' : '',
      })
      expect(await run.status()).toBe('finished')
      expect(await run.wait()).toEqual({ status: 'finished', exitCode: 0 })
    })

    test('the exit code of a program that fails is passed on', async () => {
      const { end } = await endOf(await launch('exit 7'))
      expect(end).toMatchObject({ status: 'failed', exitCode: 7 })
    })

    test('values reach the program as they are, and no shell', async () => {
      const values = ['two words', '$(touch pwned)', '`id`', `'"`, 'a\nb', '-x', '', 'ю', '%j', '*']
      const run = await launch('printf "<%s>" "$@"', values)
      const { stdout } = await endOf(run)
      expect(stdout).toBe(values.map((value) => `<${value}>`).join(''))
    })

    test("the program has the run's variables, and is in the project's folder", async () => {
      const { stdout } = await endOf(await launch('echo $MLFLOW_RUN_ID; pwd'))
      const { run, project } = bench.request()
      expect(stdout).toBe(`${run.runId}\n${project.folder}\n`)
    })

    test('much output is read whole', async () => {
      const { stdout, end } = await endOf(await launch('seq 1 200000'))
      expect(end.status).toBe('finished')
      expect(stdout.length).toBe(1288895)
      expect(stdout.endsWith('\n199999\n200000\n')).toBe(true)
    })

    test('a cancelled program was killed, with what it started', async () => {
      const file = `${bench.folder}/beats`
      const run = await launch(
        `(while :; do echo x >> beats; sleep 0.1; done) & until [ -s beats ]; do sleep 0.1; done; echo begun; wait`,
      )
      const reading = run.output[Symbol.asyncIterator]()
      const first = await reading.next()
      expect(Buffer.from(first.value.bytes).toString()).toBe('begun\n')
      expect(await run.status()).toBe('running')
      await run.cancel()
      expect(await run.wait()).toMatchObject({ status: 'killed' })
      expect(await run.status()).toBe('killed')
      await run.cancel()
      const { size } = await stat(file)
      await pause(500)
      expect((await stat(file)).size).toBe(size)
    })
  })
}
