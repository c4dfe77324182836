import { count, POINTS, scoreBands } from './measures.ts'

/** A validation report as a page that needs nothing else. */
export function reportPage(
  title: string,
  measured: Readonly<Record<string, number>>,
  figures: Readonly<Record<string, string>>,
  bad: Uint8Array,
  chance: Float64Array,
): string {
  const { acceptedGood, acceptedBad, refusedGood, refusedBad } = count(bad, chance)
  const decisions = [
    ['', 'accepted', 'refused'],
    ['good', acceptedGood, refusedGood],
    ['bad', acceptedBad, refusedBad],
  ]
  const bands = scoreBands(bad, chance)
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${title}</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; background: #fff }
  table { border-collapse: collapse; margin: 1rem 0 } td, th { border: 1px solid #ccc; padding: .25rem .75rem; text-align: right }
  figure { display: inline-block; margin: 0 1rem 1rem 0 }
</style>
<h1>${title}</h1>
<p>${bad.length} loans that the model has not seen. A loan is refused from a chance of default of ${POINTS.cutoff.toFixed(3)} on:
accepting a bad one costs five times as much as refusing a good one.</p>
<h2>Measures</h2>
${table([['measure', 'value'], ...Object.entries(measured).map(([name, value]) => [name, value.toFixed(4)])])}
<h2>Decisions</h2>
${table(decisions)}
<h2>Score bands</h2>
${table([
  ['score', 'loans', 'bad', 'bad rate', 'predicted'],
  ...bands.map((band) => [
    `${band.lowest} to ${band.highest}`,
    band.loans,
    band.bad,
    `${(100 * band.bad_rate).toFixed(1)} %`,
    `${(100 * band.mean_pd).toFixed(1)} %`,
  ]),
])}
<h2>Figures</h2>
${Object.values(figures)
  .map((svg) => `<figure>${svg}</figure>`)
  .join('\n')}
</html>
`
}

function table(rows: readonly (readonly (string | number)[])[]): string {
  const [head = [], ...body] = rows
  const cells = (row: readonly (string | number)[], tag: string) =>
    `<tr>${row.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`
  return `<table>${cells(head, 'th')}${body.map((row) => cells(row, 'td')).join('')}</table>`
}

export function bandsCsv(bad: Uint8Array, chance: Float64Array): string {
  const lines = scoreBands(bad, chance).map((band) =>
    [band.lowest, band.highest, band.loans, band.bad, band.bad_rate.toFixed(4), band.mean_pd.toFixed(4)].join(
      ',',
    ),
  )
  return `lowest,highest,loans,bad,bad_rate,mean_pd\n${lines.join('\n')}\n`
}
