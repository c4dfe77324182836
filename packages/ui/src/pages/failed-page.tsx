import { ErrorState } from '../components/error-state.tsx'

/** The view lives in the address, so a reload loses nothing; it also brings data, and code, that may have changed. */
export function FailedPage({ error }: { error: unknown }) {
  return <ErrorState error={error} onRetry={() => window.location.reload()} />
}
