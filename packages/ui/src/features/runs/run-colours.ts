import type { Run } from '@millrace/contract'
import { tagOf } from './nest-runs.ts'

/** A colour given to a run by hand; MLflow's page writes and reads the same tag, so the team sees one colour. */
export const COLOUR_TAG = 'mlflow.runColor'

/** Each stands out from the light and from the dark surface (3 : 1), as a line or a dot must. */
export const RUN_COLOURS = [
  '#2a7fb8',
  '#d1495b',
  '#3a8f5c',
  '#b8741a',
  '#8a63d2',
  '#0e8f8f',
  '#c2479d',
  '#7a7f2b',
  '#5b7be0',
  '#d0552a',
  '#5f7d8c',
  '#a8623a',
] as const

const HEX = /^#[\da-f]{6}$/i

/** Always the same for an id, on every page and in every session. */
function colourOfId(runId: string): string {
  let hash = 0
  for (const letter of runId) hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) >>> 0
  return RUN_COLOURS[hash % RUN_COLOURS.length] ?? RUN_COLOURS[0]
}

/** What a run is drawn in, everywhere: `#rrggbb`, given by hand or made from its id. */
export function colourOf(run: Run): string {
  const given = tagOf(run, COLOUR_TAG)
  return given && HEX.test(given) ? given : colourOfId(run.info?.run_id ?? '')
}
