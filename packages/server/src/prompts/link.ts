import { doesNotExist, type LinkPromptsToTrace } from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { versionNumber } from '../registry/names.ts'
import { insertAssociation, traceById } from './queries.ts'

/** Tells that a trace used versions of prompts; they need not be there, and may be told again. */
export async function linkPromptsToTrace(deps: Deps, input: LinkPromptsToTrace): Promise<object> {
  const { trace_id = '', prompt_versions = [] } = input
  const prompts = prompt_versions.map(
    ({ name = '', version = '' }) => `${name}/${versionNumber(name, version)}`,
  )
  const now = deps.clock()
  const rows = [...new Set(prompts)].map((prompt) => ({
    association_id: deps.newId(),
    trace_id,
    prompt,
    now,
  }))
  await deps.writer.write(async (tx) => {
    if (!(await tx.first(traceById, { trace_id }))) {
      throw doesNotExist(`Trace with ID '${trace_id}' not found.`)
    }
    await tx.insert(insertAssociation, rows)
  })
  return {}
}
