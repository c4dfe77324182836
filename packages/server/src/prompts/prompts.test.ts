import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { insertion } from '../db/insertion.ts'
import { succeeded } from '../testing/factories.ts'
import { onEveryDatabase } from '../testing/test-server.ts'

const insertTrace = insertion<{ id: string }>()('trace_info', {
  columns: { request_id: 'id' },
  fixed: { experiment_id: 0, timestamp_ms: 1, execution_time_ms: 1, status: 'OK' },
})

onEveryDatabase('prompts of traces', (server) => {
  const link = (body: object) => server.post('traces/link-prompts', body)
  const newTrace = async () => {
    const id = `tr-${randomUUID().replaceAll('-', '')}`
    await server.running.deps.writer.write(async (tx) => {
      await tx.insert(insertTrace, [{ id }])
    })
    return id
  }
  const linked = async (trace_id: string) => {
    const { db } = server.running.deps
    const rows = await db.query(
      db.builder
        .selectFrom('entity_associations')
        .selectAll()
        .where('source_id', '=', trace_id)
        .where('source_type', '=', 'trace')
        .where('destination_type', '=', 'prompt_version'),
    )
    return rows.map((row) => row.destination_id).sort()
  }

  it('a trace is told its prompts, each once, however often', async () => {
    const trace_id = await newTrace()
    const greeting = { name: 'greeting', version: '1' }
    succeeded(
      await link({ trace_id, prompt_versions: [greeting, greeting, { name: 'farewell', version: '7' }] }),
    )
    succeeded(await link({ trace_id, prompt_versions: [greeting] }))
    succeeded(await link({ trace_id, prompt_versions: [] }))
    expect(await linked(trace_id)).toEqual(['farewell/7', 'greeting/1'])
  })

  it.each([
    [{ prompt_versions: [] }, 400, "Missing value for required parameter 'trace_id'."],
    [{ trace_id: 'tr-1' }, 400, "Missing value for required parameter 'prompt_versions'."],
    [{ trace_id: 'tr-1', prompt_versions: [{ version: '1' }] }, 400, "parameter 'prompt_versions[0].name'."],
    [{ trace_id: 'tr-1', prompt_versions: [{ name: 'x' }] }, 400, "parameter 'prompt_versions[0].version'."],
    [
      { trace_id: 'tr-1', prompt_versions: [{ name: 'x', version: 'a' }] },
      400,
      "must be an integer, got 'a'.",
    ],
    [
      { trace_id: 'tr-1', prompt_versions: [{ name: 'x', version: '1' }] },
      404,
      "Trace with ID 'tr-1' not found.",
    ],
  ])('%j is refused', async (body, status, message) => {
    const reply = await link(body)
    expect([reply.status, reply.body.message]).toEqual([status, expect.stringContaining(message)])
  })
})
