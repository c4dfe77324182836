import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { DetailCode } from '../../components/details.tsx'
import { runQuery } from '../runs/get-run.ts'

/** A run by its name, while it is there; a registry may know runs of another server. */
export function RunLink({ runId }: { runId: string }) {
  const { data, isError } = useQuery(runQuery(runId))
  if (isError && !data) return <DetailCode>{runId}</DetailCode>
  return (
    <Link to="/runs/$runId" params={{ runId }} preload={false}>
      {data?.info?.run_name || runId}
    </Link>
  )
}
