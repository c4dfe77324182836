import type { Experiment } from '@millrace/contract'
import { useQueries } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { experimentQuery } from './get-experiment.ts'
import { idsOf } from './scope.ts'

type Answer = { data?: Experiment | undefined; error: Error | null }

/** What is known of the experiments of a scope, in its order; of one that is not there yet only the id. */
export function useExperiments(scope: string) {
  const ids = useMemo(() => idsOf(scope), [scope])
  return useQueries({
    queries: ids.map(experimentQuery),
    combine: useCallback(
      (answers: Answer[]) => ({
        experiments: ids.map((experiment_id, at): Experiment => answers[at]?.data ?? { experiment_id }),
        isKnown: answers.every(({ data, error }) => data || error),
        isRead: answers.every(({ data }) => data),
      }),
      [ids],
    ),
  })
}
