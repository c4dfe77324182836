/** What docs/extend/docs.md promises of blocks, on pages made up here. */
import { afterEach, beforeAll, expect, test } from 'vitest'
import { type Fence, fencesOf } from '../../scripts/docs/fences.ts'
import type { Page } from '../../scripts/docs/pages.ts'
import { SKINNY } from '../clients/skinny.ts'
import { describeWith } from '../helpers/programs.ts'
import { pythonVenv } from '../helpers/python-venv.ts'
import { isAsShown } from './support/output.ts'
import type { Ended } from './support/process.ts'
import { openWorkbench, type Workbench } from './support/workbench.ts'

const page = (text: string, front: Record<string, string> = {}): Page => ({
  ...{ path: 'made-up.md', language: 'en', file: '', title: '' },
  ...{ text, front },
})

describeWith(['bash', 'python3'], 'blocks of a page', () => {
  let python: string
  let bench: Workbench | undefined
  beforeAll(async () => {
    python = await pythonVenv(SKINNY.venv, SKINNY.requirements)
  }, 600_000)
  afterEach(() => bench?.close())

  async function runAll(page: Page): Promise<Ended[]> {
    const fences: Fence[] = fencesOf(page.text)
    bench = await openWorkbench(page, fences, python)
    const all: Ended[] = []
    for (const fence of fences) all.push(await bench.run(fence))
    return all
  }

  test('share a folder, exported variables, a session of Python and the server', async () => {
    const ended = await runAll(
      page(`
\`\`\`sh run
mkdir -p data && cd data && export WHO=reader
pwd
\`\`\`
\`\`\`python run
import os, mlflow
mlflow.set_tracking_uri('http://localhost:5000')
with mlflow.start_run(run_name=os.environ['WHO']) as run:
    mlflow.log_metric('auc', 0.79)
print(os.path.basename(os.getcwd()))
\`\`\`
\`\`\`python run
print(mlflow.get_run(run.info.run_id).data.metrics['auc'])
\`\`\`
\`\`\`ts file=count.ts
import { searchRuns, setExperiment } from '@millrace/sdk'
await setExperiment('Default')
for await (const run of searchRuns()) console.log(run.name)
\`\`\`
\`\`\`sh run
cd .. && node count.ts && npx millrace --version
\`\`\`
`),
    )
    expect(ended.map(({ ok, printed }) => ok || printed)).toEqual([true, true, true, true, true])
    expect(ended[1]?.stdout.trim()).toBe('data')
    expect(ended[2]?.stdout.trim()).toBe('0.79')
    expect(ended[4]?.stdout.trim().split('\n')).toEqual(['reader', expect.stringMatching(/^\d+\.\d+\.\d+/)])
  }, 120_000)

  test('start a server themselves, at the port that the page names', async () => {
    const ended = await runAll(
      page(
        `
\`\`\`sh run background
millrace server
\`\`\`
\`\`\`sh run background
millrace server --port 8081 --backend-store-uri sqlite:///second.db
\`\`\`
\`\`\`sh run
curl -s http://127.0.0.1:5000/version http://127.0.0.1:8081/health
\`\`\`
`,
        { server: 'false' },
      ),
    )
    expect(ended.map(({ ok, printed }) => ok || printed)).toEqual([true, true, true])
    expect(bench?.named(ended[1]?.printed ?? '')).toContain('http://127.0.0.1:8081')
    expect(ended[2]?.stdout).toMatch(/OK$/)
  }, 120_000)

  test.each([
    ['sh run', 'false\ntrue'],
    ['sh run', 'echo $NOT_SET'],
    ['sh run background', 'true'],
    ['python run', 'raise ValueError(1)'],
    ['python run', 'import sys\nsys.exit(3)'],
    ['ts run', 'throw new Error()'],
  ])(
    '%s: what fails is said to fail: %j',
    async (info, code) => {
      const [ended] = await runAll(page(`\`\`\`${info}\n${code}\n\`\`\`\n`))
      expect(ended?.ok).toBe(false)
    },
    60_000,
  )
})

test.each([
  ['a\nb  \n', 'a\nb', true],
  ['a 17 ms\nb', 'a … ms\nb', true],
  ['one\ntwo\nthree', 'one\n…\nthree', true],
  ['a (1)', 'a (1)', true],
  ['a      b', 'a  …  b', false],
  ['a    17     b', 'a  …  b', true],
  ['a', 'b', false],
  ['a\nb', 'a', false],
  ['xa', 'a', false],
])('what was printed, %j, is shown as %j: %s', (printed, shown, is) => {
  expect(isAsShown(printed, shown)).toBe(is)
})
