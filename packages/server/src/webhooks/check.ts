import { promises as dns, type LookupAddress } from 'node:dns'
import { invalidParameter, isLonger } from '@millrace/contract'
import { type Egress, EgressRefused } from '../http/open-url.ts'
import { isPublicAddress } from '../http/public-address.ts'
import { reprText } from '../search/python.ts'

const NAME = /^(?=.{1,63}$)[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i
const URL_LENGTH = 500
const DESCRIPTION_LENGTH = 1000

export function checkName(name: string): void {
  if (NAME.test(name)) return
  throw invalidParameter(
    `Webhook name ${reprText(name)} is invalid. It must start and end with a letter or digit, be less than 63 characters long, and contain only letters, digits, dots (.), underscores (_), and hyphens (-).`,
  )
}

export function checkDescription(description: string | undefined): void {
  checkLength('description', description, DESCRIPTION_LENGTH)
}

function checkLength(field: string, text: string | undefined, limit: number): void {
  if (text === undefined || !isLonger(text, limit)) return
  throw invalidParameter(`Webhook ${field} must not be longer than ${limit} characters.`)
}

/** The parts of a URL that MLflow's messages name, as it splits them. */
const PARTS = /^\s*(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/?#]*))?/i

/** Refuses URLs that may not be called, in MLflow's words; what a name resolves to is looked at again at each call. */
export async function checkUrl(egress: Egress, url: string): Promise<void> {
  const { allowedSchemes, allowPrivateAddresses } = egress.rules
  const [, scheme = '', authority = ''] = PARTS.exec(url) ?? []
  if (!allowedSchemes.includes(scheme.toLowerCase())) {
    throw invalidParameter(
      `Invalid webhook URL scheme: '${scheme.toLowerCase()}'. Allowed schemes are: ${[...allowedSchemes].sort().join(', ')}.`,
    )
  }
  const host = hostOf(authority)
  if (host === '') throw invalidParameter(`Webhook URL must include a hostname: ${reprText(url)}`)
  checkLength('URL', url, URL_LENGTH)
  if (!allowPrivateAddresses) await checkPublic(url, host)
  try {
    egress.checkedTarget(url)
  } catch (error) {
    throw error instanceof EgressRefused ? invalidParameter(error.message) : error
  }
}

function hostOf(authority: string): string {
  const place = authority.slice(authority.lastIndexOf('@') + 1)
  const bracketed = /^\[([^\]]*)\]/.exec(place)
  return (bracketed?.[1] ?? place.replace(/:.*$/, '')).toLowerCase()
}

async function checkPublic(url: string, host: string): Promise<void> {
  const inside = (await addressesOf(url, host)).find(({ address }) => !isPublicAddress(address))
  if (inside === undefined) return
  throw invalidParameter(
    `Webhook URL must not resolve to a non-public IP address. '${host}' resolves to ${inside.address}.`,
  )
}

async function addressesOf(url: string, host: string): Promise<LookupAddress[]> {
  try {
    const name = new URL(url).hostname.replace(/^\[|\]$/g, '')
    return await dns.lookup(name, { all: true, order: 'ipv4first' })
  } catch {
    throw invalidParameter(
      `Cannot resolve Webhook URL hostname '${host}': [Errno -2] Name or service not known`,
    )
  }
}
