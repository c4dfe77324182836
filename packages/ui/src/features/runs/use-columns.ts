import { useMemo } from 'react'
import { isWide } from '../experiments/scope.ts'
import type { ColumnChoice } from './arrange-columns.ts'
import { DEFAULT_ATTRIBUTES } from './columns.ts'
import type { RunsSearch } from './runs-search.ts'
import { suggestedColumns } from './shown-columns.ts'

const EXPERIMENT = ['attributes.experiment_id']

/** The columns of the address, or such as the server suggested with the runs. */
export function useColumns({ col, pin }: RunsSearch, experimentId: string): ColumnChoice {
  const suggested = suggestedColumns(experimentId)
  return useMemo(
    () => ({
      col: col ?? [...(isWide(experimentId) ? EXPERIMENT : []), ...DEFAULT_ATTRIBUTES, ...suggested],
      pin: pin ?? [],
    }),
    [col, pin, suggested, experimentId],
  )
}
