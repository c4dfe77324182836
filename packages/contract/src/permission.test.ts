import { expect, test } from 'vitest'
import type { Endpoint, Permission } from './endpoint.ts'
import * as contract from './index.ts'

type Declared = Endpoint<unknown, unknown>

const declared = Object.entries(contract as Record<string, unknown>).filter(
  (entry): entry is [string, Declared] => isEndpoint(entry[1]),
)

function isEndpoint(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'permission' in value && 'request' in value
}

function named({ by = [], and }: Permission): readonly string[] {
  return and ? [...by, ...named(and)] : by
}

function parameters(path: string): string[] {
  return Array.from(path.matchAll(/:(\w+)|\*/g), ([all, name]) => name ?? all)
}

test('every endpoint is looked at', () => {
  expect(declared.length).toBeGreaterThan(90)
})

test.each(declared)('the rule of %s names what its requests have', (_name, { request, path, permission }) => {
  const fields = [...Object.keys(request.fields), ...parameters(path)]
  expect(fields).toEqual(expect.arrayContaining([...named(permission)]))
})

test.each(declared.filter(([, { path }]) => path.endsWith('/*')))(
  'the rule of %s looks at the path in its address',
  (_name, { permission }) => {
    expect(named(permission)).toContain('*')
  },
)
