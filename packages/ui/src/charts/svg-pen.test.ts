import { expect, test } from 'vitest'
import { toCsv } from './download.ts'
import { SvgPen } from './svg-pen.ts'

test('a name full of markup is only text, and what XML cannot hold is left out', () => {
  const pen = new SvgPen()
  pen.text(1, 2, '<script>alert("&")</script>\u{0}\u{d800}👍', { fill: 'red' })
  const svg = pen.document(10, 20, 'white')
  expect(svg).toContain('&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;👍</text>')
})

test('a gap lifts the pen', () => {
  const pen = new SvgPen()
  pen.path([0, 1, 2, 3, Number.NaN, Number.NaN, 4, 5.678], { stroke: 'red' })
  expect(pen.document(1, 1, 'white')).toContain('d="M0 1L2 3M4 5.68"')
})

test('cells with commas, quotes and lines are quoted; formulas are not left to spreadsheets', () => {
  const rows = [['a,b', 1.5, '"x"\n', '=1+1', Number.NaN]]
  expect(toCsv({ head: ['k', 'v', 'q', 'f', 'n'], rows })).toBe(
    `k,v,q,f,n\r\n"a,b",1.5,"""x""\n",'=1+1,NaN\r\n`,
  )
})
