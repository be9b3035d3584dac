import type { Hono } from 'hono'
import type { ListenOptions } from './http-server.js'

/**
 * Lets requests wait until there is somebody to answer them: the address of the portal is known by listening there, and its page
 * connects again at once. Where nobody comes, they end with their connections.
 */
export function createDoor() {
  let open: (routes: Hono) => void = () => undefined
  const opened = new Promise<Hono>((resolve) => {
    open = resolve
  })
  const handle: ListenOptions['handle'] = async (request, env) => (await opened).fetch(request, env)
  return { handle, open }
}
