import { useCallback, useState } from 'react'

/** The active row; while a run is shown beside the table it is that run, and goes along. */
export function useWalk(peek: string | undefined, onPeek: (id: string | undefined) => void) {
  const [activeId, setActiveId] = useState(peek)
  const isPeeking = peek !== undefined
  const onActivate = useCallback(
    (id: string | undefined) => {
      setActiveId(id)
      if (isPeeking && id !== undefined) onPeek(id)
    },
    [isPeeking, onPeek],
  )
  return { activeId, onActivate }
}
