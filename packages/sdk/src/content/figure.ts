import type { Body } from '../door.ts'
import { InvalidValueError } from '../errors.ts'

/** A chart: an SVG or HTML text, image bytes, an SVG element, or a figure of Plotly. */
export type Figure = string | Uint8Array | Blob | { readonly outerHTML: string } | PlotlyFigure

/** What Plotly draws. */
export interface PlotlyFigure {
  readonly data: readonly object[]
  readonly layout?: object
}

/** A figure as the bytes of a file; Plotly's become a page that fetches its library, as the Python client writes it. */
export function figureBytes(figure: Figure): Body {
  if (typeof figure === 'string' || figure instanceof Blob || figure instanceof Uint8Array) return figure
  if ('outerHTML' in figure) return figure.outerHTML
  if ('data' in figure) return plotlyPage(figure)
  throw new InvalidValueError(
    'A figure is an SVG or HTML text, image bytes, an SVG element or a figure of Plotly.',
  )
}

function plotlyPage({ data, layout = {} }: PlotlyFigure): string {
  // `<` as an escape, so that no text of the figure can end the script.
  const drawn = JSON.stringify([data, layout]).replaceAll('<', '\\u003c')
  return `<!doctype html>
<html>
<head><meta charset="utf-8"><script src="https://cdn.plot.ly/plotly-3.1.0.min.js" charset="utf-8"></script></head>
<body><div id="figure"></div><script>Plotly.newPlot('figure', ...${drawn}, { responsive: true })</script></body>
</html>
`
}
