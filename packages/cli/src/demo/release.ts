import type { Client } from '@millrace/sdk'
import { nameOf } from './families.ts'
import type { Best } from './sweep.ts'
import type { Team } from './team.ts'
import { FOLDS } from './validate.ts'

export const MODEL_NAME = 'credit-scoring'
const COST = 'expected_cost'

const DESCRIPTION = `Chance of default of a consumer loan, its points and a decision.

* **Owner**: Елена Димитрова, model validation
* **Input**: 18 columns of the application
* **Output**: \`pd\`, \`score\` (600 points at odds of 50 to 1, 20 points double them), \`decision\`

\`\`\`
millrace models serve -m models:/${MODEL_NAME}@champion --env-manager local
\`\`\`
`

/** The models that come into the registry, and who decides. @returns the champion in the end */
export async function release(team: Team, baselineId: string, best: readonly Best[]): Promise<Best> {
  const { maria, georgi, elena } = team
  const registry = maria.tracker.client.registry
  await registry.createModel({
    name: MODEL_NAME,
    description: DESCRIPTION,
    tags: { domain: 'credit risk', team: 'риск' },
  })
  const first = await maria.tracker.registerModel(`models:/${baselineId}`, MODEL_NAME, {
    family: 'scorecard',
  })
  await registry.describeVersion(MODEL_NAME, first.version, 'As the old scorecard was made.')
  await promote(maria.tracker.client, first.version)
  const contest = best.slice(0, 2).sort((a, b) => validatedCostOf(a) - validatedCostOf(b))
  const [winner, other] = contest
  if (!winner || !other) throw new Error('The sweep left no two families to choose from.')
  const versions = new Map<Best, string>()
  for (const one of contest.toReversed()) {
    const tags = { family: one.candidate.family.name, test_auc: (one.tested.auc ?? 0).toFixed(4) }
    const { version } = await georgi.tracker.registerModel(`models:/${one.modelId}`, MODEL_NAME, tags)
    versions.set(one, version)
    await approve(elena.tracker.client, version, one)
  }
  await promote(elena.tracker.client, versions.get(winner) ?? '')
  const challenger = versions.get(other) ?? ''
  await elena.tracker.client.registry.setAlias(MODEL_NAME, 'challenger', challenger)
  await elena.tracker.client.registry.transitionVersion(MODEL_NAME, challenger, 'Staging')
  await elena.tracker.client.runs.setTag(winner.runId, 'stage', 'champion')
  return winner
}

async function approve(
  client: Client,
  version: string,
  { candidate, tested, validated }: Best,
): Promise<void> {
  const text = `**${nameOf(candidate)}**, the best of its family.

| measure | validation, ${FOLDS} folds | test |
|---|---|---|
${['auc', 'ks', 'brier', COST].map((name) => `| ${name} | ${validated[`cv_${name}`]?.toFixed(4)} | ${tested[name]?.toFixed(4)} |`).join('\n')}

The champion is the one that costs less on the folds; the test loans are for the report alone.

Одобрен от Елена Димитрова след преглед на отчета.`
  await client.registry.describeVersion(MODEL_NAME, version, text)
  await client.registry.setVersionTag(MODEL_NAME, version, 'approved', 'yes')
  await client.registry.setVersionTag(MODEL_NAME, version, 'approved_by', 'Елена Димитрова')
}

async function promote({ registry }: Client, version: string): Promise<void> {
  await registry.setAlias(MODEL_NAME, 'champion', version)
  await registry.transitionVersion(MODEL_NAME, version, 'Production', { archiveExisting: true })
}

/** On the folds kept from its training: the test loans tell how good the choice was, and so must not make it. */
function validatedCostOf({ validated }: Best): number {
  return validated[`cv_${COST}`] ?? Number.POSITIVE_INFINITY
}
