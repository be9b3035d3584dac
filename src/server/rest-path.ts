import type { Webhook } from '../portal/rest/callers.js'

/** What stands below the path of REST. */
export interface RestPath {
  /** The name of a method; of REST 3.0, and where it is none, all of the path but the webhook. */
  readonly method: string
  /** Whether it is of REST 3.0, which is below `api/`. */
  readonly isV3: boolean
  readonly webhook?: Pick<Webhook, 'userId' | 'key'>
}

/** Reads `<method>` and `<userId>/<key>/<method>`. Slashes that stand together are one, as on portals: SDKs write such paths. */
export function readRestPath(path: string): RestPath {
  const [first, ...rest] = path.split('/').filter((segment) => segment !== '')
  const isV3 = first === 'api' && rest.length > 0
  const segments = isV3 ? rest : [first ?? '', ...rest]
  const prefix = isV3 ? 'api/' : ''
  const [userId = '', key = '', method = ''] = segments
  if (segments.length !== 3 || !/^\d+$/.test(userId)) {
    return { method: `${prefix}${segments.join('/')}`, isV3 }
  }
  return { method: `${prefix}${method}`, isV3, webhook: { userId: Number(userId), key } }
}
