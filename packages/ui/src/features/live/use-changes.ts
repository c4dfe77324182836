import { useEffect, useRef } from 'react'
import { idsOf } from '../experiments/scope.ts'
import { type Change, followChanges } from './changes.ts'
import { mergeChanges } from './merge-changes.ts'

interface Options {
  /** One, or several with commas between. */
  experimentId?: string
  runId?: string
  /** The shortest time between two reactions: a busy run must not become a flood of requests. */
  everyMs: number
}

export function useChanges({ experimentId, runId, everyMs }: Options, react: (change: Change) => void): void {
  const latest = useRef(react)
  latest.current = react

  useEffect(() => {
    let pending: Change | undefined
    let timer: ReturnType<typeof setTimeout> | undefined

    const flush = () => {
      timer = undefined
      const change = pending
      pending = undefined
      if (!change) return
      latest.current(change)
      timer = setTimeout(flush, everyMs)
    }
    const stop = followChanges(
      { ...(experimentId && { experiment_id: idsOf(experimentId) }), ...(runId && { run_id: runId }) },
      (change) => {
        pending = pending ? mergeChanges(pending, change) : change
        timer ??= setTimeout(flush, 0)
      },
    )
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [experimentId, runId, everyMs])
}
