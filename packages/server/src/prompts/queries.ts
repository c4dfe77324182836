import { insertion } from '../db/insertion.ts'
import { statement } from '../db/statement.ts'

export const traceById = statement<{ trace_id: string }>()((db, p) =>
  db.selectFrom('trace_info').select('experiment_id').where('request_id', '=', p('trace_id')),
)

interface Association {
  association_id: string
  trace_id: string
  prompt: string
  now: number
}

export const insertAssociation = insertion<Association>()('entity_associations', {
  columns: {
    association_id: 'association_id',
    source_id: 'trace_id',
    destination_id: 'prompt',
    created_time: 'now',
  },
  fixed: { source_type: 'trace', destination_type: 'prompt_version' },
  conflict: 'keep',
})
