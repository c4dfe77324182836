import { BlockList, isIPv6 } from 'node:net'

/** What is not the public internet: IANA's special-purpose registries, multicast, and IPv4 wrapped in IPv6. */
const SPECIAL: readonly string[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '::/96',
  '::ffff:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
]

const v4 = new BlockList()
const v6 = new BlockList()
for (const range of SPECIAL) {
  const [network = '', bits] = range.split('/')
  if (isIPv6(network)) v6.addSubnet(network, Number(bits), 'ipv6')
  else v4.addSubnet(network, Number(bits), 'ipv4')
}

/** Whether an IP address belongs to the public internet. */
export function isPublicAddress(address: string): boolean {
  // Node's lists take an IPv6 address with IPv4 in it for that IPv4; each kind gets a list of its own.
  return isIPv6(address) ? !v6.check(address, 'ipv6') : !v4.check(address, 'ipv4')
}
