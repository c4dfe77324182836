import { ExitError } from '../exit-error.ts'
import { type Candidate, readCandidate, readIfThere } from './candidate.ts'
import { allowance, type Check, requirement } from './checks.ts'
import { type Format, passes, RENDERERS } from './report.ts'
import { CANNOT_TELL, TrackingServer } from './tracking-server.ts'

/** What is asked, as the command line gives it. */
export interface Asked {
  readonly trackingUri?: string | undefined
  readonly against?: string | undefined
  readonly require: readonly string[]
  readonly maxDrop: readonly string[]
  readonly maxRise: readonly string[]
  readonly allowMissingBaseline?: boolean | undefined
  readonly output: Format
  readonly env: NodeJS.ProcessEnv
}

/** Asks all conditions of a version and renders the answers. */
export async function runChecks(reference: string, asked: Asked): Promise<{ text: string; passed: boolean }> {
  const comparing = [
    ...asked.maxDrop.map((text) => allowance('--max-drop', text)),
    ...asked.maxRise.map((text) => allowance('--max-rise', text)),
  ]
  const checks: Check[] = [...asked.require.map(requirement), ...comparing]
  if (comparing.length > 0 && asked.against === undefined) {
    throw new ExitError('--max-drop and --max-rise compare: say with what, by --against.', CANNOT_TELL)
  }
  const server = new TrackingServer(asked.trackingUri ?? '', asked.env)
  const candidate = await readCandidate(server, reference)
  const baseline = comparing.length > 0 ? await readBaseline(server, asked) : undefined
  const verdicts = checks.map((check) => check(candidate, baseline))
  const report = { candidate, baseline, verdicts }
  return { text: RENDERERS[asked.output](report), passed: passes(report) }
}

async function readBaseline(
  server: TrackingServer,
  { against = '', allowMissingBaseline }: Asked,
): Promise<Candidate | undefined> {
  const baseline = await readIfThere(server, against)
  if (baseline || allowMissingBaseline) return baseline
  throw new ExitError(
    `There is no ${against} to compare with; --allow-missing-baseline passes the first version without one.`,
    CANNOT_TELL,
  )
}
