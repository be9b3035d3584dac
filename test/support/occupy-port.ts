import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server of somebody else's, on a free port. */
export async function occupyPort(host: string): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port: 0, host }, resolve)
  })
  const { port } = server.address() as AddressInfo
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) }
}
