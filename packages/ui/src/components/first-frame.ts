import type { Virtualizer } from '@tanstack/react-virtual'
import { useEffect, useState } from 'react'

/** False until the first frame has been painted: what it need not show can come after it. */
export function useIsPainted(): boolean {
  const [painted, setPainted] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => setPainted(true))
    })
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
    }
  }, [])
  return painted
}

/**
 * For a virtual list that fills most of the window: its first rows are drawn with all else, in the room they have at most. Asking
 * how much it is would have the browser lay the page out twice.
 */
export const fillsWindow = {
  initialRect: { width: window.innerWidth, height: window.innerHeight },
  observeElementRect: <T extends Element>(
    { scrollElement }: Virtualizer<T, Element>,
    tell: (rect: { width: number; height: number }) => void,
  ) => {
    if (!scrollElement) return
    const observer = new ResizeObserver(() =>
      tell({ width: scrollElement.clientWidth, height: scrollElement.clientHeight }),
    )
    observer.observe(scrollElement)
    return () => observer.disconnect()
  },
}
