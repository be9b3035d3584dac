import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer, type Http2Bindings, type HttpBindings } from '@hono/node-server'
import { LOCALHOST } from './address.js'
import { codeOf } from './code-of.js'
import { failedListen } from './failed-listen.js'

/** A server that listens. */
export interface HttpServer {
  readonly port: number
  /** Ends all connections too. */
  close(): Promise<void>
}

/** The second is what Node knows of the request. */
type FetchHandler = (request: Request, env: HttpBindings | Http2Bindings) => Response | Promise<Response>

/** `localhost` is both: a browser takes whichever answers, so both must be ours. */
const LOOPBACK = ['127.0.0.1', '::1']

/** What a machine that has no such address says. */
const NO_ADDRESS = ['EADDRNOTAVAIL', 'EAFNOSUPPORT']

/** How many free ports are tried: one may be free on one of the addresses only. */
const TRIES = 10

export interface ListenOptions {
  /** 0 is a free one. */
  port: number
  /** A name or an address of this machine. */
  host: string
  handle: FetchHandler
}

/**
 * Starts listening; on both addresses that `localhost` stands for, where the machine has both. Rejects where the port is taken on
 * one of them (`EADDRINUSE`), and where the machine has no such address (`EADDRNOTAVAIL`, `ENOTFOUND`): with an `Error` that says what to do.
 */
export async function listen({ port, host, handle }: ListenOptions): Promise<HttpServer> {
  const addresses = host === LOCALHOST ? LOOPBACK : [host]
  for (let tries = 1; ; tries++) {
    try {
      return await listenOnAll(addresses, port, handle)
    } catch (error) {
      if (port !== 0 || codeOf(error) !== 'EADDRINUSE' || tries === TRIES)
        throw failedListen({ port, host }, error)
    }
  }
}

async function listenOnAll(
  addresses: readonly string[],
  wantedPort: number,
  handle: FetchHandler,
): Promise<HttpServer> {
  const servers: Server[] = []
  const close = async () => void (await Promise.all(servers.map(closeOne)))
  let port = wantedPort
  try {
    for (const address of addresses) {
      const server = await listenOn(address, port, handle).catch((error: unknown) => {
        // Each machine has the first.
        if (servers.length > 0 && NO_ADDRESS.includes(codeOf(error) ?? '')) return undefined
        throw error
      })
      if (!server) continue
      servers.push(server)
      port = (server.address() as AddressInfo).port
    }
  } catch (error) {
    await close()
    throw error
  }
  return { port, close }
}

async function listenOn(address: string, port: number, handle: FetchHandler): Promise<Server> {
  const server = createAdaptorServer({
    fetch: (request, env) => handle(toPlatformRequest(request), env),
    // Else whoever imports this would have another `Request` and `Response` everywhere.
    overrideGlobalObjects: false,
  }) as Server
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    // Of the two addresses of `localhost` each is listened on by itself; `::` stands for all of both kinds.
    server.listen({ port, host: address, ipv6Only: address !== '::' }, resolve)
  })
  return server
}

/** Whoever counts a body whose length is not told makes the request anew, which the platform does with its own requests only. */
function toPlatformRequest(request: Request): Request {
  const isLengthTold = request.headers.has('content-length') && !request.headers.has('transfer-encoding')
  if (isLengthTold || !request.body) return request
  const { url, method, headers, body, signal } = request
  const streamed: RequestInit & { duplex: 'half' } = { method, headers, body, signal, duplex: 'half' }
  return new Request(url, streamed)
}

function closeOne(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
