import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSink, type Sink } from '../testing/sink.ts'
import { Egress, type EgressRules } from './open-url.ts'
import { isPublicAddress } from './public-address.ts'

describe('requests to addresses that users give', () => {
  let sink: Sink
  const opened: Egress[] = []
  beforeAll(async () => {
    sink = await openSink()
  })
  afterAll(async () => {
    for (const egress of opened) egress.close()
    await sink.close()
  })

  const post = (url: string, rules: Partial<EgressRules> = {}, timeoutMs = 5_000) => {
    const egress = new Egress({
      allowedSchemes: ['http', 'https'],
      allowPrivateAddresses: false,
      allowedHosts: undefined,
      ...rules,
    })
    opened.push(egress)
    return egress.post({ url, headers: {}, body: '{}', timeoutMs })
  }
  const inside = { allowPrivateAddresses: true }
  const port = () => new URL(sink.url).port

  it('a name that leads inside is refused when the connection is made, whatever it meant before', async () => {
    await expect(post(`http://localhost:${port()}/named`)).rejects.toThrow(/non-public address/)
    expect((await post(`http://localhost:${port()}/named`, inside)).status).toBe(200)
    expect(sink.caught.filter(({ path }) => path === '/named')).toHaveLength(1)
  })

  it.each([
    'http://127.0.0.1:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f.1:PORT/',
    'http://[::1]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://0.0.0.0:PORT/',
    'http://169.254.169.254/latest/meta-data',
  ])('%s is refused', async (url) => {
    const before = sink.caught.length
    await expect(post(url.replace('PORT', port()))).rejects.toThrow(/non-public address/)
    expect(sink.caught).toHaveLength(before)
  })

  it('a redirect is an answer and is not followed', async () => {
    expect(await post(`${sink.url}/status/302`, inside)).toMatchObject({ status: 302, body: 'answer 302' })
    expect(sink.caught.map(({ path }) => path)).not.toContain('/redirected')
  })

  it('other schemes and hosts that are not listed are refused', async () => {
    await expect(post('ftp://example.com/')).rejects.toThrow(/scheme/)
    await expect(post(sink.url, { ...inside, allowedSchemes: ['https'] })).rejects.toThrow(/scheme/)
    const allowedHosts = ['*.bank.example', 'localhost']
    await expect(post(sink.url, { ...inside, allowedHosts })).rejects.toThrow(/may call/)
    await expect(post('http://bank.example/', { allowedHosts })).rejects.toThrow(/may call/)
    expect((await post(`http://localhost:${port()}/`, { ...inside, allowedHosts })).status).toBe(200)
  })

  it('a connection that the receiver closed meanwhile is replaced by another', async () => {
    const egress = new Egress({ allowedSchemes: ['http'], allowedHosts: undefined, ...inside })
    opened.push(egress)
    const again = () => egress.post({ url: `${sink.url}/again`, headers: {}, body: '{}', timeoutMs: 5_000 })
    for (let i = 0; i < 20; i++) {
      expect((await again()).status).toBe(200)
      sink.dropConnections()
    }
  })

  it('a receiver that does not answer is given up', async () => {
    sink.isSilent = true
    await expect(post(`${sink.url}/`, inside, 100)).rejects.toThrow('No answer within 0.1 seconds.')
    sink.isSilent = false
  })
})

it.each(['8.8.8.8', '1.1.1.1', '2606:4700::1111', '172.32.0.1', '100.128.0.1'])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true)
})

it.each([
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '100.64.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:8.8.8.8',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  'fe80::1',
  'fd00::1',
  'ff02::1',
])('%s is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false)
})
