import type { GetRun } from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { JsonText } from '../http/json-text.ts'
import { runTextOfEach } from './details.ts'

export async function getRun({ gather }: Deps, input: GetRun): Promise<JsonText> {
  return new JsonText(`{"run":${await gather(runTextOfEach, input.run_id ?? '')}}`)
}
