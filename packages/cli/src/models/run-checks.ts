import type { Client } from '@millrace/sdk'
import { ExitError } from '../exit-error.ts'
import { askRegistry, CANNOT_TELL, type RegistryFlags } from './ask-registry.ts'
import { type Candidate, readCandidate, readIfThere } from './candidate.ts'
import { allowance, type Check, requirement } from './checks.ts'
import { type Format, passes, RENDERERS } from './report.ts'

/** What is asked, as the command line gives it. */
export interface Asked extends RegistryFlags {
  readonly against?: string | undefined
  readonly require?: readonly string[] | undefined
  readonly maxDrop?: readonly string[] | undefined
  readonly maxRise?: readonly string[] | undefined
  readonly allowMissingBaseline?: boolean | undefined
  readonly output: Format
}

/** Asks all conditions of a version and renders the answers. */
export async function runChecks(reference: string, asked: Asked): Promise<{ text: string; passed: boolean }> {
  const { require = [], maxDrop = [], maxRise = [] } = asked
  const comparing = [
    ...maxDrop.map((text) => allowance('--max-drop', text)),
    ...maxRise.map((text) => allowance('--max-rise', text)),
  ]
  const checks: Check[] = [...require.map(requirement), ...comparing]
  if (comparing.length > 0 && asked.against === undefined) {
    throw new ExitError('--max-drop and --max-rise compare: say with what, by --against.', CANNOT_TELL)
  }
  const { candidate, baseline } = await askRegistry(asked, async (client) => ({
    candidate: await readCandidate(client, reference),
    baseline: comparing.length > 0 ? await readBaseline(client, asked) : undefined,
  }))
  const verdicts = checks.map((check) => check(candidate, baseline))
  const report = { candidate, baseline, verdicts }
  return { text: RENDERERS[asked.output](report), passed: passes(report) }
}

async function readBaseline(
  client: Client,
  { against = '', allowMissingBaseline }: Asked,
): Promise<Candidate | undefined> {
  const baseline = await readIfThere(client, against)
  if (baseline || allowMissingBaseline) return baseline
  throw new ExitError(
    `There is no ${against} to compare with; --allow-missing-baseline passes the first version without one.`,
  )
}
