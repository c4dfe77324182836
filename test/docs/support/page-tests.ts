import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Fence, fencesOf } from '../../../scripts/docs/fences.ts'
import type { Page } from '../../../scripts/docs/pages.ts'
import { SKINNY } from '../../clients/skinny.ts'
import { describeWith } from '../../helpers/programs.ts'
import { pythonVenv } from '../../helpers/python-venv.ts'
import { REPOSITORY } from '../../helpers/repository.ts'
import { isAsShown } from './output.ts'
import { openWorkbench, type Workbench } from './workbench.ts'

/** What a language needs besides Node. */
const PROGRAMS: Readonly<Record<string, readonly string[]>> = { r: ['Rscript'], java: ['java', 'mvn'] }

/** Of a page, the blocks that a test has something to do with, in their order. */
export function fencesToRun(page: Page): Fence[] {
  return fencesOf(page.text).filter(({ marks }) => ['run', 'file', 'output'].some((mark) => marks.has(mark)))
}

/** Tests the English ones of these pages that have blocks to run. */
export function testPages(pages: readonly Page[]): void {
  for (const page of pages) {
    if (page.language === 'en' && fencesToRun(page).length > 0) testPage(page, page.path)
  }
}

/** A test for each block of a page; one that fails ends the page. */
export function testPage(page: Page, title: string): void {
  const fences = fencesToRun(page)
  const programs = new Set(fences.flatMap(({ language }) => PROGRAMS[language] ?? []))
  describeWith(['bash', 'python3', ...programs], title, () => {
    let bench: Workbench
    let printed: readonly string[] = []
    let failed: Fence | undefined
    beforeAll(async () => {
      bench = await openWorkbench(page, fences, await python(page))
    }, 600_000)
    afterAll(() => bench?.close(), 60_000)

    test.each(
      fences.map(
        (fence) =>
          [`line ${fence.line}: ${fence.language} ${[...fence.marks.keys()].join(' ')}`, fence] as const,
      ),
    )(
      '%s',
      async (_title, fence) => {
        if (failed) expect.fail(`the block in line ${failed.line} failed`)
        failed = fence
        if (fence.marks.has('output')) expectShown(printed, fence.code)
        else printed = await expectRun(bench, fence)
        failed = undefined
      },
      300_000,
    )
  })
}

async function expectRun(bench: Workbench, fence: Fence): Promise<string[]> {
  const ended = await bench.run(fence)
  const printed = bench.named(ended.printed)
  const shouldFail = fence.marks.has('fails')
  if (ended.ok === shouldFail) {
    expect.fail(
      `the block ${shouldFail ? 'did not fail' : 'failed'}:\n${fence.code}\n\nand printed:\n${printed}`,
    )
  }
  return [bench.named(ended.stdout), printed]
}

function expectShown(printed: readonly string[], shown: string): void {
  if (!printed.some((text) => isAsShown(text, shown))) expect(printed.at(-1)?.trim()).toBe(shown)
}

/** The published client; a page may name a file with more in its front matter. */
function python({ front }: Page): Promise<string> {
  if (!front.requirements) return pythonVenv(SKINNY.venv, SKINNY.requirements)
  const lines = readFileSync(join(REPOSITORY, front.requirements), 'utf8').split('\n')
  return pythonVenv(
    'page',
    lines.filter((line) => /^\w/.test(line)),
  )
}
