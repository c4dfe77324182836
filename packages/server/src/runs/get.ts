import type { GetRun } from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { JsonText } from '../http/json-text.ts'
import { runTexts } from './details.ts'
import { noSuchRun } from './state.ts'

export async function getRun({ db }: Deps, input: GetRun): Promise<JsonText> {
  const run_id = input.run_id ?? ''
  const [text] = await runTexts(db, [run_id])
  if (text === undefined) throw noSuchRun(run_id)
  return new JsonText(`{"run":${text}}`)
}
