import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface TestServer {
  /** Such as `http://127.0.0.1:40001`. */
  readonly origin: string
  close(): Promise<void>
}

/** A server on a free port of this machine. */
export async function startServer(answer: RequestListener, address = '127.0.0.1'): Promise<TestServer> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, address, resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://${address}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/**
 * An address of this machine where nothing listens. No other server is given its port meanwhile, as one is that was free a
 * moment ago: it is below those that systems give out by themselves.
 */
export async function findSilentOrigin(): Promise<string> {
  const port = 20_000 + Math.floor(Math.random() * 10_000)
  const probe = createServer()
  const isFree = await new Promise<boolean>((resolve) => {
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
  return isFree ? `http://127.0.0.1:${port}` : findSilentOrigin()
}
