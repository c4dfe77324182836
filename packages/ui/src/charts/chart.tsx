import { useEffect, useRef, useState } from 'react'
import { useIsDark } from '../app/theme.ts'
import { CanvasPen } from './canvas-pen.ts'
import css from './chart.module.css'
import { ChartTip } from './chart-tip.tsx'
import { paletteOf } from './palette.ts'
import type { Hit, MakePlot, Plot, Size } from './plot.ts'
import type { Extent } from './scale.ts'
import { useZoomGesture } from './use-zoom-gesture.ts'

interface Props {
  /** Says in a sentence what is drawn; its data stand in a table beside. */
  label: string
  make: MakePlot
  /** The id that stands out in all charts. */
  lit?: string | undefined
  onHover?: (hit: Hit | undefined) => void
  /** Where the horizontal axis can be zoomed: by dragging, and by the keys + − ← → 0. */
  onZoom?: ((range: Extent | undefined) => void) | undefined
}

const clear = (canvas: HTMLCanvasElement, { width, height }: Size): CanvasRenderingContext2D | null => {
  const ratio = window.devicePixelRatio || 1
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  const context = canvas.getContext('2d')
  context?.scale(ratio, ratio)
  return context
}

/** Draws any plot, tells what is pointed at, and redraws when its size or the page's colours change. */
export function Chart({ label, make, lit, onHover, onZoom }: Props) {
  const host = useRef<HTMLDivElement>(null)
  const base = useRef<HTMLCanvasElement>(null)
  const above = useRef<HTMLCanvasElement>(null)
  const plot = useRef<Plot>(undefined)
  const [hit, setHit] = useState<Hit>()
  const size = useSize(host)
  const dark = useIsDark()

  useEffect(() => {
    if (!host.current || !base.current || !size) return
    plot.current = make(size, paletteOf(host.current, dark))
    const context = clear(base.current, size)
    if (context) plot.current.draw(new CanvasPen(context))
  }, [make, size, dark])

  // biome-ignore lint/correctness/useExhaustiveDependencies: another plot is lit anew
  useEffect(() => {
    if (!above.current || !size) return
    const context = clear(above.current, size)
    if (context && lit) plot.current?.light?.(new CanvasPen(context), lit)
  }, [make, size, dark, lit])

  const point = (found: Hit | undefined) => {
    setHit(found)
    onHover?.(found)
  }
  const zoom = useZoomGesture(plot, onZoom)
  return (
    <div
      ref={host}
      role="img"
      aria-label={label}
      tabIndex={onZoom ? 0 : undefined}
      className={`${css.chart} ${onZoom ? css.zoomable : ''}`}
      onPointerMove={(event) => {
        const at = event.currentTarget.getBoundingClientRect()
        point(plot.current?.find(event.clientX - at.left, event.clientY - at.top))
        zoom.onPointerMove(event)
      }}
      onPointerLeave={() => point(undefined)}
      onPointerDown={zoom.onPointerDown}
      onPointerUp={zoom.onPointerUp}
      onPointerCancel={zoom.onPointerCancel}
      onDoubleClick={() => onZoom?.(undefined)}
      onKeyDown={(event) => zoom.onKeyDown(event, size)}
    >
      <canvas ref={base} className={lit ? css.dimmed : undefined} />
      <canvas ref={above} />
      {zoom.drag && (
        <span
          className={css.band}
          style={{ left: Math.min(...zoom.drag), width: Math.abs(zoom.drag[1] - zoom.drag[0]) }}
        />
      )}
      {hit && size && !zoom.drag && <ChartTip hit={hit} size={size} />}
    </div>
  )
}

function useSize(ref: React.RefObject<HTMLElement | null>): Size | undefined {
  const [size, setSize] = useState<Size>()
  useEffect(() => {
    const element = ref.current
    if (!element) return
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element
      setSize((old) => (old?.width === width && old.height === height ? old : { width, height }))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [ref])
  return size && size.width > 0 && size.height > 0 ? size : undefined
}
