import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer, type Http2Bindings, type HttpBindings } from '@hono/node-server'

/** A server on this machine only. */
export interface HttpServer {
  readonly port: number
  /** Ends all connections too. */
  close(): Promise<void>
}

/** The second is what Node knows of the request. */
type FetchHandler = (request: Request, env: HttpBindings | Http2Bindings) => Response | Promise<Response>

/** `localhost` is both: a browser takes whichever answers, so both must be ours. */
const ADDRESSES = ['127.0.0.1', '::1'] as const

/** What a machine that has no such address says. */
const NO_ADDRESS = ['EADDRNOTAVAIL', 'EAFNOSUPPORT']

/** How many free ports are tried: one may be free on one of the addresses only. */
const TRIES = 10

/**
 * Starts listening on the loopback interface, on both addresses that `localhost` stands for, where the machine has both; port 0 is a
 * free one. Rejects where the port is taken on one of them (`EADDRINUSE`).
 */
export async function listen(port: number, handle: FetchHandler): Promise<HttpServer> {
  for (let tries = 1; ; tries++) {
    try {
      return await listenOnAll(port, handle)
    } catch (error) {
      if (port !== 0 || codeOf(error) !== 'EADDRINUSE' || tries === TRIES) throw error
    }
  }
}

async function listenOnAll(wantedPort: number, handle: FetchHandler): Promise<HttpServer> {
  const servers: Server[] = []
  const close = async () => void (await Promise.all(servers.map(closeOne)))
  let port = wantedPort
  try {
    for (const address of ADDRESSES) {
      const server = await listenOn(address, port, handle)
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

/** `undefined` where the machine has no such address; each has the first. */
async function listenOn(
  address: (typeof ADDRESSES)[number],
  port: number,
  handle: FetchHandler,
): Promise<Server | undefined> {
  const server = createAdaptorServer({ fetch: handle, overrideGlobalObjects: false }) as Server
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen({ port, host: address, ipv6Only: true }, resolve)
    })
    return server
  } catch (error) {
    if (address !== ADDRESSES[0] && NO_ADDRESS.includes(codeOf(error) ?? '')) return undefined
    throw error
  }
}

function closeOne(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}
