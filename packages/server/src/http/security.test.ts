import { describe, expect, it } from 'vitest'
import { createDoor, type SecurityOptions } from './security.ts'

const door = (options: Partial<SecurityOptions> = {}) =>
  createDoor({
    allowedHosts: undefined,
    allowedOrigins: [],
    frameOptions: 'SAMEORIGIN',
    disabled: false,
    prefix: '',
    ...options,
  })

describe('hosts by default', () => {
  it.each([
    'localhost',
    'localhost:5000',
    '127.0.0.1',
    '127.0.0.1:5000',
    '[::1]',
    '[::1]:5000',
    '0.0.0.0:5000',
    '10.0.0.7:5000',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1:80',
    '[fd00::1]:5000',
  ])('%s is let in', (host) => {
    expect(door().refuse('GET', '/x', host, undefined)).toBeUndefined()
  })

  it.each([
    '',
    'evil.example',
    '10.evil.example',
    '192.168.1.1.evil.example',
    'localhost.evil.example',
    'evil.example:5000',
    '127.0.0.1.evil.example',
    '172.32.0.1',
    '8.8.8.8',
    '[2001:db8::1]',
    'localhost:5000:80',
    'localhost@evil.example',
    '127.0.0.1:x',
  ])('%j is refused', (host) => {
    expect(door().refuse('GET', '/x', host, undefined)).toMatchObject({ status: 403 })
  })

  it('no host at all is refused', () => {
    expect(door().refuse('GET', '/x', undefined, undefined)).toMatchObject({ status: 403 })
  })

  it('probes answer whatever the host', () => {
    for (const path of ['/ml/health', '/ml/version']) {
      expect(door({ prefix: '/ml' }).refuse('GET', path, 'evil.example', undefined)).toBeUndefined()
    }
    expect(door({ prefix: '/ml' }).refuse('GET', '/health', 'evil.example', undefined)).toBeDefined()
  })
})

it.each([
  [['ml.example'], 'ml.example', true],
  [['ml.example'], 'ml.example:5000', false],
  [['ml.example:*'], 'ml.example:5000', true],
  [['*.example'], 'a.example', true],
  [['*.example'], 'a.example.evil', false],
  [['ml.example'], 'mlxexample', false],
  [['ml.example'], 'localhost', false],
  [['*'], 'anything at all', true],
])('of the allowed hosts %j %s is let in: %s', (allowedHosts, host, allowed) => {
  expect(door({ allowedHosts }).refuse('GET', '/x', host, undefined) === undefined).toBe(allowed)
})

it.each([
  ['POST', 'http://localhost:3000', [], true],
  ['POST', 'https://127.0.0.1', [], true],
  ['POST', 'http://[::1]:8080', [], true],
  ['POST', 'http://evil.example', [], false],
  ['PUT', 'http://evil.example', [], false],
  ['PATCH', 'http://evil.example', [], false],
  ['DELETE', 'http://evil.example', [], false],
  ['GET', 'http://evil.example', [], true],
  ['POST', 'http://localhost.evil.example', [], false],
  ['POST', 'http://localhost@evil.example', [], false],
  ['POST', 'null', [], false],
  ['POST', '', [], false],
  ['POST', 'https://app.example', ['https://app.example'], true],
  ['POST', 'http://app.example', ['https://app.example'], false],
  ['POST', 'https://a.app.example', ['https://*.app.example'], true],
  ['POST', 'https://any', ['*'], true],
])('%s from the origin %j with %j allowed: %s', (method, origin, allowedOrigins, allowed) => {
  expect(door({ allowedOrigins }).refuse(method, '/x', 'localhost', origin) === undefined).toBe(allowed)
})

it.each<[host: string, origin: string, allowedHosts: string[] | undefined, allowed: boolean]>([
  ['192.168.1.5:5000', 'http://192.168.1.5:5000', undefined, true],
  ['[fd00::1]:5000', 'http://[fd00::1]:5000', undefined, true],
  ['ml.example', 'https://ml.example', ['ml.example'], true],
  ['ML.example', 'https://ml.example', ['ML.example'], true],
  ['ml.example', 'https://ml.example', ['*.example'], true],
  ['192.168.1.5:5000', 'http://192.168.1.6:5000', undefined, false],
  ['192.168.1.5:5000', 'http://192.168.1.5:8080', undefined, false],
  ['192.168.1.5:5000', 'http://192.168.1.5', undefined, false],
  ['192.168.1.5:5000', 'http://evil.example', undefined, false],
  ['192.168.1.5:5000', 'http://192.168.1.5:5000@evil.example', undefined, false],
  ['192.168.1.5:5000', 'http://192.168.1.5:5000.evil.example', undefined, false],
  ['192.168.1.5:5000', 'null', undefined, false],
  ['ml.example', 'https://other.example', ['*.example'], false],
  ['evil.example', 'http://evil.example', undefined, false],
  ['evil.example', 'http://evil.example', ['*'], false],
])('a page of %s may change things as %s with the hosts %j: %s', (host, origin, allowedHosts, allowed) => {
  expect(door({ allowedHosts }).refuse('POST', '/x', host, origin) === undefined).toBe(allowed)
})

it('a foreign page may not read replies', () => {
  expect(door().corsHeaders('http://evil.example')).toEqual({})
  expect(door().corsHeaders(undefined)).toEqual({})
  expect(door().corsHeaders('http://localhost:3000')).toMatchObject({
    'access-control-allow-origin': 'http://localhost:3000',
  })
})

it.each([
  ['SAMEORIGIN', 'SAMEORIGIN'],
  ['deny', 'DENY'],
  ['NONE', undefined],
])('the frame option %s sends %s', (frameOptions, sent) => {
  expect(door({ frameOptions }).headers['x-frame-options']).toBe(sent)
})

it('a disabled door lets everybody in', () => {
  expect(door({ disabled: true }).refuse('POST', '/x', 'evil.example', 'http://evil.example')).toBeUndefined()
})
