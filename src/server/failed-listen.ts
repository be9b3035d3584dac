import { codeOf } from './code-of.js'
import type { ListenOptions } from './http-server.js'

/** Says why a server can't listen there, and what to do about it. It has the code that Node gave. */
export function failedListen(where: Pick<ListenOptions, 'port' | 'host'>, cause: unknown): unknown {
  const [code, text] = [codeOf(cause), describeReason(where, cause)]
  return text === undefined ? cause : Object.assign(new Error(text, { cause }), { code })
}

function describeReason({ port, host }: Pick<ListenOptions, 'port' | 'host'>, cause: unknown) {
  switch (codeOf(cause)) {
    case 'EADDRINUSE':
      return `port: ${port} is taken, by another portal perhaps: end that, or choose another one (0 is a free one).`
    case 'EACCES':
      return `port: ${port} is not open to you: choose another one, above 1023.`
    case 'EADDRNOTAVAIL':
    case 'EINVAL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `host: this machine has no address ${host}.`
    default:
      return undefined
  }
}
