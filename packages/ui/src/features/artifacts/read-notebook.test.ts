import { expect, test } from 'vitest'
import { readNotebook } from './read-notebook.ts'

const cell = (outputs: object[]) => ({
  cell_type: 'code',
  execution_count: 3,
  source: ['a = 1\n', 'a'],
  outputs,
})
const outputsOf = (...outputs: object[]) => readNotebook({ cells: [cell(outputs)] })?.[0]?.outputs

test('cells keep their order, source and count', () => {
  const cells = readNotebook({ cells: [{ cell_type: 'markdown', source: '# Title' }, cell([])] })
  expect(cells).toEqual([
    { kind: 'markdown', source: '# Title', count: undefined, outputs: [] },
    { kind: 'code', source: 'a = 1\na', count: 3, outputs: [] },
  ])
})

test.each([
  [
    { output_type: 'stream', text: ['a', '\u001b[31mb\u001b[0m'] },
    { kind: 'text', text: 'ab' },
  ],
  [
    { output_type: 'error', ename: 'E', evalue: 'x' },
    { kind: 'error', text: 'E: x' },
  ],
  [
    { data: { 'image/png': 'AA\n==', 'text/plain': 'p' } },
    { kind: 'image', src: 'data:image/png;base64,AA==' },
  ],
  [{ data: { 'text/html': ['<b>', 'x'], 'text/plain': 'p' } }, { kind: 'html', html: '<b>x' }],
  [{ data: { 'text/plain': 'p' } }, { kind: 'text', text: 'p' }],
])('%j shows %j', (output, shown) => {
  expect(outputsOf(output)).toEqual([shown])
})

test.each([[null], [{}], [{ cells: 7 }], [[]]])('%j is no notebook', (value) => {
  expect(readNotebook(value)).toBeUndefined()
})
