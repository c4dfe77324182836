import { setImmediate as breathe } from 'node:timers/promises'
import type { Run } from '@millrace/sdk'
import type { Fitted } from '../../demo/model/index.js'
import { MODEL } from './baseline.ts'
import { datasetOf, SEED, type Split } from './data-set.ts'
import { CANDIDATES, type Candidate, nameOf } from './families.ts'
import { asCsv } from './loans.ts'
import { logCandidate } from './log-candidate.ts'
import { logScorer } from './log-scorer.ts'
import { randomFrom } from './random.ts'
import { surface } from './surface.ts'
import type { Member } from './team.ts'
import { logTest } from './test-report.ts'
import { chances, crossValidate, type Validated } from './validate.ts'

const NOTE = `The best of its family, tested on loans that it has not seen: *report.html*.

*duration-and-amount.png* is one loan as the model sees it, were it longer (to the right, 4 to 72 months) or larger (upwards, \
250 to 15,000 DM): blue pays back, red does not.`

/** The best candidate of a family, fitted on all loans to learn from. */
export interface Best {
  readonly candidate: Candidate
  readonly runId: string
  readonly modelId: string
  readonly fitted: Fitted
  readonly validated: Readonly<Record<string, number>>
  readonly tested: Readonly<Record<string, number>>
}

interface Tried {
  readonly candidate: Candidate
  readonly runId: string
  readonly validated: Validated
}

/** All candidates, each as a run within one. @returns the best of each family, the very best first */
export async function sweep({ tracker, tags }: Member, split: Split): Promise<Best[]> {
  const name = `sweep of ${CANDIDATES.length} candidates`
  return tracker.withRun({ name, tags: { ...tags, stage: 'sweep' } }, async (parent) => {
    await describe(parent, split)
    const lines: string[] = []
    const tried: Tried[] = []
    for (const candidate of CANDIDATES) {
      const started = performance.now()
      const options = { name: nameOf(candidate), nested: true }
      const marks = { ...tags, stage: 'candidate', family: candidate.family.name }
      const one = await tracker.withRun({ ...options, tags: marks }, async (run) => {
        const validated = crossValidate(candidate, split.train, SEED)
        await run.logInput(datasetOf(split.train), { context: 'training' })
        await logCandidate(run, candidate, validated)
        return { candidate, runId: run.runId, validated }
      })
      const { validated } = one
      tried.push(one)
      parent.logMetric('best_cv_auc', Math.max(...tried.map(aucOf)), { step: tried.length })
      lines.push(lineOf(tried.length, candidate, validated, performance.now() - started))
      // Whoever looks at the page meanwhile is answered.
      await breathe()
    }
    await parent.logText(`${lines.join('\n')}\n`, 'sweep.log')
    const best: Best[] = []
    for (const one of bestOfFamilies(tried)) {
      const options = { runId: one.runId, nested: true }
      best.push(await tracker.withRun(options, (run) => finish(run, one, split)))
    }
    await close(parent, tried, best)
    return best
  })
}

async function describe(parent: Run, { train, test }: Split): Promise<void> {
  parent.logParams({
    seed: SEED,
    candidates: CANDIDATES.length,
    train_rows: train.rows.length,
    test_rows: test.rows.length,
  })
  await parent.logInput(datasetOf(train), { context: 'training' })
  await parent.logInput(datasetOf(test), { context: 'testing' })
  await parent.logText(asCsv(train), 'data/train.csv')
  await parent.logText(asCsv(test), 'data/test.csv')
}

function lineOf(number: number, candidate: Candidate, { metrics }: Validated, milliseconds: number): string {
  const place = `[${String(number).padStart(2)}/${CANDIDATES.length}]`
  return `${place} cv_auc ${metrics.cv_auc?.toFixed(4)}  ${nameOf(candidate)}  (${milliseconds.toFixed(0)} ms)`
}

function aucOf({ validated }: Tried): number {
  return validated.metrics.cv_auc ?? 0
}

function bestOfFamilies(tried: readonly Tried[]): Tried[] {
  const best = new Map<string, Tried>()
  for (const one of tried.toSorted((a, b) => aucOf(a) - aucOf(b))) best.set(one.candidate.family.name, one)
  return [...best.values()].sort((a, b) => aucOf(b) - aucOf(a))
}

async function finish(run: Run, { candidate, validated }: Tried, { train, test }: Split): Promise<Best> {
  run.setTags({ stage: 'best of its family', 'mlflow.note.content': NOTE })
  const fitted = candidate.family.fit(candidate.settings, train, randomFrom(SEED))
  const model = await logScorer(run, MODEL, fitted, train, candidate.settings)
  const tested = await logTest(
    run,
    `${nameOf(candidate)}: report`,
    test,
    chances(fitted, test),
    model.modelId,
  )
  await logSurfaces(run, fitted, train.rows[0] ?? {})
  const { runId } = run
  return { candidate, runId, modelId: model.modelId, fitted, validated: validated.metrics, tested }
}

/** How the model sees one loan, were it longer or larger; of trees, as they grow more. */
async function logSurfaces(run: Run, fitted: Fitted, loan: Split['train']['rows'][number]): Promise<void> {
  await run.logImage(surface(fitted, loan), 'figures/duration-and-amount.png')
  if (!fitted.trees) return
  for (const step of [1, 5, 15, fitted.trees.length]) {
    const younger = { ...fitted, trees: fitted.trees.slice(0, step) }
    await run.logImage(surface(younger, loan), 'duration and amount', { step })
  }
}

async function close(parent: Run, tried: readonly Tried[], best: readonly Best[]): Promise<void> {
  const [champion] = best
  if (!champion) return
  const { validated, tested, runId, candidate } = champion
  parent.logMetrics({
    cv_auc: validated.cv_auc ?? 0,
    test_auc: tested.auc ?? 0,
    test_expected_cost: tested.expected_cost ?? 0,
  })
  parent.setTags({
    'best.run_id': runId,
    'mlflow.note.content': `## ${tried.length} candidates, 5 folds each\n\nHighest AUC: **${nameOf(candidate)}** (${validated.cv_auc?.toFixed(4)}).\nThe best of each family are tested on ${'`'}data/test.csv${'`'}, for the report: nothing is chosen by it. See _leaderboard.json_.`,
  })
  const board = tried
    .toSorted((a, b) => aucOf(b) - aucOf(a))
    .map(({ candidate: one, runId: id, validated: found }) => ({
      candidate: nameOf(one),
      ...Object.fromEntries(
        Object.entries(found.metrics).map(([name, value]) => [name, Number(value.toFixed(4))]),
      ),
      run_id: id,
    }))
  await parent.logTable(board, 'leaderboard.json')
}
