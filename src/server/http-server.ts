import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'

/** A server on this machine only. */
export interface HttpServer {
  readonly port: number
  /** Ends all connections too. */
  close(): Promise<void>
}

type FetchHandler = (request: Request) => Response | Promise<Response>

/** Starts listening on the loopback interface; port 0 is a free one. Rejects where the port is taken. */
export async function listen(port: number, handle: FetchHandler): Promise<HttpServer> {
  const server = createAdaptorServer({ fetch: handle, overrideGlobalObjects: false }) as Server
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
