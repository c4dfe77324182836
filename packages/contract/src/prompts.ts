import { endpoint } from './endpoint.ts'
import { missingParameter } from './errors.ts'
import * as m from './generated/messages.ts'

function assertReferences({ prompt_versions = [] }: m.LinkPromptsToTrace): void {
  for (const [i, { name, version }] of prompt_versions.entries()) {
    if (!name) throw missingParameter(`prompt_versions[${i}].name`)
    if (!version) throw missingParameter(`prompt_versions[${i}].version`)
  }
}

export const linkPromptsToTrace = endpoint<m.LinkPromptsToTrace, m.LinkPromptsToTraceResponse>({
  method: 'POST',
  path: '2.0/mlflow/traces/link-prompts',
  request: m.LinkPromptsToTrace,
  required: ['trace_id', 'prompt_versions'],
  check: assertReferences,
  permission: { action: 'update', on: 'trace', by: ['trace_id'] },
})
