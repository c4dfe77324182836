import { writeFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { scratch } from '../../../../test/helpers/scratch.ts'
import { readPredictionBody } from './prediction-body.ts'

const files = scratch('prediction-body')
afterAll(() => files.remove())

function read(text: string, name = 'in.json') {
  writeFileSync(files.file(name), text)
  return readPredictionBody(files.file(name))
}

const SPLIT = '{"dataframe_split": {"columns": ["a", "b"], "data": [[1, "x"], [null, "y"]]}}'

test.each([
  ['columns as pandas writes them', '{"a": {"0": 1, "1": null}, "b": {"0": "x", "1": "y"}}', SPLIT],
  ['columns of lists', '{"a": [1, null], "b": ["x", "y"]}', SPLIT],
  ['records', '[{"a": 1, "b": "x"}, {"b": "y"}]', SPLIT],
  ['a request, as it came', '{"inputs": [1.0]}', '{"inputs": [1.0]}'],
  ['a request to a language model', '{"messages": [] }', '{"messages": [] }'],
  ['NaN', '[{"a": NaN}]', '{"dataframe_split": {"columns": ["a"], "data": [[NaN]]}}'],
])('%s', async (_, text, body) => {
  expect(await read(text)).toEqual({ contentType: 'application/json', body })
})

test('CSV by its ending', async () => {
  expect(await read('a\n1\n', 'in.CSV')).toEqual({ contentType: 'text/csv', body: 'a\n1\n' })
})

test.each([
  ['{', /is no JSON/],
  ['3', /must hold a request for \/invocations, a list of records, or an object of columns/],
  ['[1, 2]', /must hold a request/],
  ['{"a": 1}', /must hold a request/],
  ['{"a": [1], "b": [1, 2]}', /must all be of one length/],
])('%s is refused', async (text, words) => {
  await expect(read(text)).rejects.toThrow(words)
})
