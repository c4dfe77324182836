const BARS = '▁▂▃▄▅▆▇█'

/** The last `width` values as a row of bars between their least and their largest; what is no number is a gap. */
export function sparkline(values: readonly number[], width: number): string {
  const shown = values.slice(-width)
  const finite = shown.filter(Number.isFinite)
  const least = Math.min(...finite)
  const range = Math.max(...finite) - least
  return shown
    .map((value) => {
      if (!Number.isFinite(value)) return ' '
      return BARS[range === 0 ? 0 : Math.round(((value - least) / range) * (BARS.length - 1))]
    })
    .join('')
}
