import { useSyncExternalStore } from 'react'

const narrow = window.matchMedia('(max-width: 800px)')

function subscribe(listener: () => void): () => void {
  narrow.addEventListener('change', listener)
  return () => narrow.removeEventListener('change', listener)
}

/** Whether there is no room for two things side by side. */
export const useIsNarrow = (): boolean => useSyncExternalStore(subscribe, () => narrow.matches)
