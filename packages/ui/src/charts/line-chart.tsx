import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import css from './line-chart.module.css'

export interface Line {
  label: string
  /** Ascending; repeated values are drawn above each other. */
  x: number[]
  /** `null` leaves a gap. */
  y: (number | null)[]
}

interface Props {
  lines: Line[]
  label: string
  logarithmic?: boolean
  formatX: (value: number, range: number) => string
  formatY: (value: number) => string
  onHover?: (index: number | undefined) => void
  /** Colours come from the page's custom properties, which a canvas cannot follow by itself. */
  dark: boolean
}

const HEIGHT = 190
const Y_AXIS_WIDTH = 62

const color = (element: Element, name: string) => {
  const probe = document.createElement('span')
  probe.style.color = `var(${name})`
  element.append(probe)
  const found = getComputedStyle(probe).color
  probe.remove()
  return found
}

function options(
  element: HTMLElement,
  { lines, logarithmic, formatX, formatY, onHover }: Props,
): uPlot.Options {
  const grid = { stroke: color(element, '--line'), width: 1 }
  const axis = { stroke: color(element, '--text-soft'), grid, ticks: { show: false }, font: '11px system-ui' }
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    padding: [8, 12, 0, 0],
    cursor: { y: false, points: { size: 7 } },
    scales: { x: { time: false }, y: logarithmic ? { distr: 3 } : {} },
    axes: [
      {
        ...axis,
        size: 28,
        values: (plot, ticks) => {
          const { min = 0, max = 0 } = plot.scales.x ?? {}
          return ticks.map((tick) => formatX(tick, (max ?? 0) - (min ?? 0)))
        },
      },
      {
        ...axis,
        size: Y_AXIS_WIDTH,
        values: (_, ticks) => ticks.map((tick) => (tick === null ? '' : formatY(tick))),
      },
    ],
    series: [
      {},
      ...lines.map(({ label, x }) => ({
        label,
        stroke: color(element, '--accent'),
        width: 1.6,
        points: { show: x.length <= 2, size: 6 },
      })),
    ],
    hooks: { setCursor: [(plot) => onHover?.(plot.cursor.idx ?? undefined)] },
  }
}

const toData = (lines: Line[]): uPlot.AlignedData => {
  const [first] = lines
  if (!first) return [[]]
  if (lines.length === 1) return [first.x, first.y]
  return uPlot.join(lines.map(({ x, y }) => [x, y]))
}

/** The one place that touches uPlot. New points are handed to the living plot; a new look makes a new one. */
export function LineChart(props: Props) {
  const { lines, label, logarithmic, dark, formatX, formatY } = props
  const host = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(undefined)
  const latest = useRef(props)
  latest.current = props
  const shape = lines.map((line) => `${line.label} ${line.x.length <= 2}`).join('\n')

  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these changes how the plot looks
  useEffect(() => {
    const element = host.current
    if (!element) return
    const { lines } = latest.current
    const onHover = (index: number | undefined) => latest.current.onHover?.(index)
    const made = new uPlot(options(element, { ...latest.current, onHover }), toData(lines), element)
    plot.current = made
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      made.destroy()
    }
  }, [shape, logarithmic, dark, formatX, formatY])

  useEffect(() => plot.current?.setData(toData(lines)), [lines])

  return <div ref={host} role="img" aria-label={label} className={css.chart} />
}
