import type { Run } from '@millrace/sdk'
import { datasetOf, SEED, type Split } from './data-set.ts'
import { type Candidate, LINEAR, nameOf, SCORECARD } from './families.ts'
import { logCandidate } from './log-candidate.ts'
import { logScorer } from './log-scorer.ts'
import { DivergedError } from './logistic.ts'
import { randomFrom } from './random.ts'
import type { Member } from './team.ts'
import { logTest } from './test-report.ts'
import { chances, crossValidate } from './validate.ts'

const FIRST: Candidate = { family: SCORECARD, settings: { bins: 4, l2: 0 } }
const TOO_FAST: Candidate = { family: LINEAR, settings: { learning_rate: 20, l2: 1 } }

/** What a model is called in the run that made it. */
export const MODEL = 'model'

/** The first scorecard: where the team starts from. @returns the logged model's id */
export async function firstScorecard({ tracker, tags }: Member, { train, test }: Split): Promise<string> {
  const description =
    'Every column in 4 bins, no penalty: **as the old scorecard was made**, so that there is something to beat.'
  return tracker.withRun(
    { name: 'first scorecard', description, tags: { ...tags, stage: 'baseline', family: SCORECARD.name } },
    async (run) => {
      await logCandidate(run, FIRST, crossValidate(FIRST, train, SEED))
      await run.logInput(datasetOf(train), { context: 'training' })
      const fitted = FIRST.family.fit(FIRST.settings, train, randomFrom(SEED))
      const model = await logScorer(run, MODEL, fitted, train, FIRST.settings)
      await logTest(run, `${run.name}: report`, test, chances(fitted, test), model.modelId)
      return model.modelId
    },
  )
}

/** A training whose steps are too large: what a failed run looks like. */
export async function tooLargeSteps({ tracker, tags }: Member, { train }: Split): Promise<void> {
  const training = tracker.withRun(
    { name: 'steps too large', tags: { ...tags, stage: 'trial', family: TOO_FAST.family.name } },
    async (run) => {
      run.logParams({ family: TOO_FAST.family.name, seed: SEED, ...TOO_FAST.settings })
      await run.logInput(datasetOf(train), { context: 'training' })
      return trainAloud(run, train)
    },
  )
  await training.catch((error: unknown) => {
    // It is what the run is there to show.
    if (!(error instanceof DivergedError)) throw error
  })
}

async function trainAloud(run: Run, train: Split['train']): Promise<void> {
  const lines = [`Training ${nameOf(TOO_FAST)} on ${train.rows.length} loans.`]
  try {
    TOO_FAST.family.fit(TOO_FAST.settings, train, randomFrom(SEED), {
      others: train,
      point: (step, chance) => {
        const share = chance.filter((pd) => pd > 0.5).length / chance.length
        run.logMetric('refused_share', share, { step })
        lines.push(`epoch ${step}: ${(100 * share).toFixed(1)} % of the loans would be refused`)
      },
    })
  } catch (error) {
    const reason = (error as Error).message
    lines.push(`ERROR ${reason}`)
    run.setTag('mlflow.note.content', `Failed: ${reason}`)
    throw error
  } finally {
    await run.logText(`${lines.join('\n')}\n`, 'train.log')
  }
}
