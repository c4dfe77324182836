import type { GetRunResponse } from '@millrace/contract'
import { queryOptions } from '@tanstack/react-query'
import { get } from '../../api/client.ts'

export const runKey = (runId: string) => ['run', runId] as const

export const runQuery = (run_id: string) =>
  queryOptions({
    queryKey: runKey(run_id),
    queryFn: async ({ signal }) => (await get<GetRunResponse>('runs/get', { run_id }, signal)).run ?? {},
  })
