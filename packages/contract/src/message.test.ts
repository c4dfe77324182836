import { describe, expect, it } from 'vitest'
import { type Field, message } from './message.ts'

const inner = message<object>('Inner', { key: { type: 'string' }, step: { type: 'int64' } })

const fields: Record<string, Field> = {
  text: { type: 'string' },
  run_id: { type: 'string', camel: 'runId' },
  flag: { type: 'bool' },
  small: { type: 'int32' },
  big: { type: 'int64' },
  real: { type: 'double' },
  status: { type: 'enum', values: { RUNNING: 1, FINISHED: 3 } },
  names: { type: 'string', repeated: true },
  steps: { type: 'int64', repeated: true },
  one: { type: 'message', message: () => inner },
  many: { type: 'message', message: () => inner, repeated: true },
  labels: { type: 'map' },
}

const Sample = message<Record<string, unknown>>('Sample', fields)
const decode = (input: unknown) => Sample.decode(input as Record<string, unknown>)

describe('what is taken', () => {
  it.each<[input: unknown, output: unknown]>([
    [{}, {}],
    [{ unknown: 1 }, {}],
    [{ text: null }, {}],
    [{ text: '' }, { text: '' }],
    [{ text: 'модел 𝒳' }, { text: 'модел 𝒳' }],
    [{ run_id: 'a' }, { run_id: 'a' }],
    [{ runId: 'a' }, { run_id: 'a' }],
    [{ runId: null, run_id: 'a' }, { run_id: 'a' }],
    [{ flag: true }, { flag: true }],
    [{ flag: 'true' }, { flag: true }],
    [{ flag: 'FALSE' }, { flag: false }],
    [{ small: 5 }, { small: 5 }],
    [{ small: '5' }, { small: 5 }],
    [{ small: ' -5 ' }, { small: -5 }],
    [{ small: 5.0 }, { small: 5 }],
    [{ small: -2147483648 }, { small: -2147483648 }],
    [{ big: '1.7e+12' }, { big: 1_700_000_000_000 }],
    [{ big: '1764000000000' }, { big: 1_764_000_000_000 }],
    [{ big: 2 ** 53 - 1 }, { big: 2 ** 53 - 1 }],
    [{ big: '9007199254740993' }, { big: 9007199254740993n }],
    [{ big: '9223372036854775807' }, { big: 9223372036854775807n }],
    [{ big: '-9223372036854775808' }, { big: -9223372036854775808n }],
    [{ real: 0.1 }, { real: 0.1 }],
    [{ real: '0.1' }, { real: 0.1 }],
    [{ real: '1e-3' }, { real: 0.001 }],
    [{ real: '.5' }, { real: 0.5 }],
    [{ real: 'NaN' }, { real: Number.NaN }],
    [{ real: 'Infinity' }, { real: Number.POSITIVE_INFINITY }],
    [{ real: '-Infinity' }, { real: Number.NEGATIVE_INFINITY }],
    [{ real: '-inf' }, { real: Number.NEGATIVE_INFINITY }],
    [{ status: 'FINISHED' }, { status: 'FINISHED' }],
    [{ status: 3 }, { status: 'FINISHED' }],
    [{ status: '3' }, { status: 'FINISHED' }],
    [{ status: 'SLEEPING' }, {}],
    [{ status: 77 }, {}],
    [{ names: [] }, { names: [] }],
    [{ names: ['a', 'b'] }, { names: ['a', 'b'] }],
    [{ steps: ['1', 2] }, { steps: [1, 2] }],
    [{ one: { key: 'k', step: '4', other: 1 } }, { one: { key: 'k', step: 4 } }],
    [{ many: [{ key: 'k' }, {}] }, { many: [{ key: 'k' }, {}] }],
    [{ labels: { a: 'b' } }, { labels: { a: 'b' } }],
    [JSON.parse('{"__proto__": {"text": "polluted"}, "constructor": 1}'), {}],
  ])('%o', (input, output) => {
    expect(decode(input)).toEqual(output)
  })
})

describe('what is refused, by name', () => {
  it.each<[input: unknown, field: string]>([
    [{ text: 5 }, 'text'],
    [{ text: true }, 'text'],
    [{ text: {} }, 'text'],
    [{ text: 'a\0' }, 'text'],
    [{ text: '\ud800' }, 'text'],
    [{ flag: 1 }, 'flag'],
    [{ flag: 'yes' }, 'flag'],
    [{ small: 2147483648 }, 'small'],
    [{ small: '2147483648' }, 'small'],
    [{ small: 1.5 }, 'small'],
    [{ small: '' }, 'small'],
    [{ small: '1.5' }, 'small'],
    [{ small: '0x10' }, 'small'],
    [{ small: true }, 'small'],
    [{ big: '9223372036854775808' }, 'big'],
    [{ big: 'many' }, 'big'],
    [{ big: '1e400' }, 'big'],
    [{ big: [] }, 'big'],
    [{ real: '' }, 'real'],
    [{ real: 'high' }, 'real'],
    [{ real: '0x10' }, 'real'],
    [{ real: {} }, 'real'],
    [{ status: true }, 'status'],
    [{ names: 'a' }, 'names'],
    [{ names: ['a', 5] }, 'names'],
    [{ names: ['a', null] }, 'names'],
    [{ one: 'k' }, 'one'],
    [{ one: [] }, 'one'],
    [{ one: { step: 'x' } }, 'one.step'],
    [{ many: {} }, 'many'],
    [{ many: [{}, { key: 5 }] }, 'many[1].key'],
    [{ many: [{}, { step: 'x' }] }, 'many[1].step'],
    [{ labels: [] }, 'labels'],
    [{ labels: { a: '\0' } }, 'labels'],
    [{ runId: 'a', run_id: 'a' }, 'run_id'],
  ])('%o', (input, field) => {
    const error = expect.objectContaining({
      code: 'INVALID_PARAMETER_VALUE',
      message: expect.stringContaining(`'${field}'`),
    })
    expect(() => decode(input)).toThrow(error)
  })
})

it('the message of a wrong type is MLflow’s', () => {
  expect(() => decode({ names: ['a', 5] })).toThrow(
    "Invalid value [\"a\", 5] for parameter 'names' supplied:  Hint: Value was of type 'list'. See the API docs for more information about request parameters.",
  )
})

it('a long value is not repeated whole', () => {
  try {
    decode({ small: 'x'.repeat(100_000) })
    expect.unreachable()
  } catch (error) {
    expect((error as Error).message.length).toBeLessThan(1000)
  }
})
