import { isIP } from 'node:net'
import { InputError } from '../portal/input-error.js'

/** The default: the loopback interface, on both addresses that this name stands for. */
export const LOCALHOST = 'localhost'

/** This machine by its number: unlike its name, it can be the host of a handler. */
export const OWN_ADDRESS = '127.0.0.1'

/** Names of all interfaces together. A page has one address, and then it is that of this machine itself. */
const ALL_INTERFACES = ['0.0.0.0', '::']

/** Whether requests to this host, as it stands in a URL or without brackets, come from this machine only. */
export function isLoopback(hostname: string): boolean {
  const host = withoutBrackets(hostname)
  const isOwnAddress = host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
  return isOwnAddress || host === LOCALHOST || host.endsWith(`.${LOCALHOST}`)
}

/** A name or an address to listen at. Throws a `TypeError` where it is none. */
export function readHost(text: string): string {
  const host = withoutBrackets(text).toLowerCase()
  const isWritten = isIP(host) > 0 || /^[a-z\d]([a-z\d.-]*[a-z\d])?$/.test(host)
  // There is no URL with the zone of an address, as in fe80::1%eth0.
  if (isWritten && URL.canParse(`http://${inUrl(host)}/`)) return host
  throw new InputError(
    `host: expected a name or an address of this machine, such as 192.168.1.5, not ${text}`,
  )
}

/** Where the page of a server is that listens there. */
export function writeOrigin(host: string, port: number): string {
  const name = ALL_INTERFACES.includes(host) ? LOCALHOST : host
  return new URL(`http://${inUrl(name)}:${port}`).origin
}

/** Whether browsers tell a server at that origin from which site a request comes: https, and this machine itself. */
export function isTrustworthy(origin: string): boolean {
  const { protocol, hostname } = new URL(origin)
  return protocol === 'https:' || isLoopback(hostname)
}

const inUrl = (host: string) => (isIP(host) === 6 ? `[${host}]` : host)

/** URLs have brackets around addresses of IPv6. */
function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1')
}
