import { type KeyboardEvent, type PointerEvent, type RefObject, useState } from 'react'
import type { Plot, Size } from './plot.ts'
import type { Extent } from './scale.ts'

const LEAST_PX = 8

/** The part of what is shown that each key shows next, as shares from left to right. */
const KEYS: Record<string, readonly [from: number, to: number]> = {
  '+': [0.25, 0.75],
  '=': [0.25, 0.75],
  '-': [-0.5, 1.5],
  ArrowLeft: [-0.25, 0.75],
  ArrowRight: [0.25, 1.25],
}

/** Turns a drag across a chart, or a key, into a part of its horizontal axis. */
export function useZoomGesture(
  plot: RefObject<Plot | undefined>,
  onZoom: ((range: Extent | undefined) => void) | undefined,
) {
  const [drag, setDrag] = useState<readonly [from: number, to: number]>()
  const left = (event: PointerEvent<HTMLElement>) =>
    event.clientX - event.currentTarget.getBoundingClientRect().left
  const show = (from: number, to: number) => {
    const ends = [plot.current?.valueAt?.(from), plot.current?.valueAt?.(to)]
    const [min, max] = ends.map(Number).sort((a, b) => a - b) as [number, number]
    if (max > min) onZoom?.({ min, max })
  }
  return {
    drag: drag && Math.abs(drag[1] - drag[0]) >= LEAST_PX ? drag : undefined,
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (!onZoom || event.button !== 0 || event.pointerType === 'touch') return
      event.currentTarget.setPointerCapture(event.pointerId)
      setDrag([left(event), left(event)])
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      if (drag) setDrag([drag[0], left(event)])
    },
    onPointerUp(event: PointerEvent<HTMLElement>) {
      if (drag && Math.abs(left(event) - drag[0]) >= LEAST_PX) show(drag[0], left(event))
      setDrag(undefined)
    },
    onPointerCancel: () => setDrag(undefined),
    onKeyDown(event: KeyboardEvent<HTMLElement>, size: Size | undefined) {
      if (!onZoom || !size || event.ctrlKey || event.metaKey || event.altKey) return
      const shares = KEYS[event.key]
      if (!shares && event.key !== '0') return
      event.preventDefault()
      if (!shares) return onZoom(undefined)
      show(shares[0] * size.width, shares[1] * size.width)
    },
  }
}
