import { describe, expect, it } from 'vitest'
import { finiteNumber, parsePythonJson, wholeNumber } from './python-values.ts'
import { assessmentColumns, spanColumns, traceColumns } from './trace-values.ts'

// Every expectation here was seen in a database that MLflow 3.17.2 upgraded.

describe('a number in JSON becomes a column', () => {
  it.each<[json: string, whole: bigint | null, finite: number | null]>([
    ['3', 3n, 3],
    ['3.0', 3n, 3],
    ['3.7', null, 3.7],
    ['"4"', 4n, 4],
    ['null', null, null],
    ['true', null, null],
    ['-5', -5n, -5],
    ['9223372036854775807', 2n ** 63n - 1n, 2 ** 63],
    ['9223372036854775808', null, 2 ** 63],
    ['-9223372036854775808', -(2n ** 63n), -(2 ** 63)],
    ['9007199254740993.0', 9007199254740992n, 9007199254740992],
    ['"9007199254740993.0"', 9007199254740993n, 9007199254740992],
    ['9.2e18', 9200000000000000000n, 9.2e18],
    ['9.3e18', null, 9.3e18],
    ['123456789012345678901234567890', null, 1.2345678901234568e29],
    ['1E2', 100n, 100],
    ['"1e3"', 1000n, 1000],
    ['"1.5e1"', 15n, 15],
    ['"1_000"', 1000n, 1000],
    ['"1__0"', 10n, null],
    ['" 7\\n"', 7n, 7],
    ['"+5"', 5n, 5],
    ['"1."', 1n, 1],
    ['".5"', null, 0.5],
    ['"1,5"', null, null],
    ['"0x10"', null, null],
    ['"1e"', null, null],
    ['""', null, null],
    ['"NaN"', null, null],
    ['NaN', null, null],
    ['-Infinity', null, null],
    ['"inf"', null, null],
    ['1e400', null, null],
    ['[]', null, null],
    ['{}', null, null],
  ])('%s', (json, whole, finite) => {
    const { value } = parsePythonJson(`{"value": ${json}}`) as { value: unknown }
    expect({ whole: wholeNumber(value), finite: finiteNumber(value) }).toEqual({ whole, finite })
  })
})

describe("a trace's rows become its columns", () => {
  const usage = (value: string | null) => ({ key: 'mlflow.trace.tokenUsage', value })
  const none = { tags: [], metadata: [], metrics: [] }

  it.each<[name: string, rows: Partial<Parameters<typeof traceColumns>[0]>, columns: object]>([
    ['nothing', {}, {}],
    ['tokens', { metadata: [usage('{"input_tokens": 3, "x": NaN}')] }, { input_tokens: 3n }],
    [
      'the last of two',
      { metadata: [usage('{"input_tokens": 1, "input_tokens": 2}')] },
      { input_tokens: 2n },
    ],
    ['no JSON', { metadata: [usage("{'input_tokens': 1}")] }, {}],
    ['a list', { metadata: [usage('[{"input_tokens": 1}]')] }, {}],
    ['JSON in JSON', { metadata: [usage('"{\\"input_tokens\\": 1}"')] }, {}],
    ['no value', { metadata: [usage(null)] }, {}],
    [
      'a metric instead of the metadata',
      {
        metadata: [usage('{"input_tokens": 1, "output_tokens": 2}')],
        metrics: [{ key: 'input_tokens', value: 9 }],
      },
      { input_tokens: 9n, output_tokens: 2n },
    ],
    [
      'a metric that is no whole number',
      { metadata: [usage('{"input_tokens": 1}')], metrics: [{ key: 'input_tokens', value: 1.5 }] },
      {},
    ],
    [
      'names that are too long',
      {
        tags: [{ key: 'mlflow.traceName', value: '🚀'.repeat(5000) }],
        metadata: [{ key: 'mlflow.trace.session', value: '🚀'.repeat(300) }],
      },
      { trace_name: '🚀'.repeat(4096), session_id: '🚀'.repeat(250) },
    ],
    ['an empty name', { tags: [{ key: 'mlflow.traceName', value: '' }] }, { trace_name: '' }],
  ])('%s', (_name, rows, columns) => {
    expect(traceColumns({ ...none, ...rows })).toEqual(columns)
  })
})

it.each<[dimensions: string, columns: object | undefined]>([
  ['{}', {}],
  ['null', {}],
  ['{"mlflow.llm.model": "gpt", "mlflow.llm.provider": ""}', { model_name: 'gpt', model_provider: '' }],
  ['{"mlflow.llm.model": null}', {}],
  ['"{\\"mlflow.llm.model\\": \\"gpt\\"}"', { model_name: 'gpt' }],
  [`{"mlflow.llm.model": "${'🚀'.repeat(501)}"}`, { model_name: '🚀'.repeat(500) }],
  ['{"mlflow.llm.model": 5}', undefined],
  ['{"mlflow.llm.model": "gpt", "other": 1}', undefined],
  ['[1]', undefined],
  ['"text"', undefined],
])('dimensions of a span: %s', (dimensions, columns) => {
  expect(spanColumns(dimensions)).toEqual(columns)
})

it.each<[text: string, aggregate_value: number | null, is_numeric_value: 0 | 1]>([
  ['1', 1, 1],
  ['-1.5', -1.5, 1],
  [' 5 ', 5, 1],
  ['9007199254740993', 9007199254740992, 1],
  ['true', 1, 0],
  ['false', 0, 0],
  ['"yes"', 1, 0],
  ['" NO "', 0, 0],
  ['yes', 1, 0],
  ['"true"', null, 0],
  ['True', null, 0],
  ['"1"', null, 0],
  ['+5', null, 0],
  ['NaN', null, 0],
  ['1e400', null, 0],
  ['[1]', null, 0],
  ['', null, 0],
])('value of an assessment: %j', (text, aggregate_value, is_numeric_value) => {
  expect(assessmentColumns(text)).toEqual({ aggregate_value, is_numeric_value })
})
