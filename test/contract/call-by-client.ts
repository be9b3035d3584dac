import type { AjaxResult, AuthType, BX24Client } from 'bx24-events'
import type { Params, RestReply } from 'bx24-events/portal'

/**
 * Makes a call of REST as an app does: by `callBind` and `callUnbind` what these can say, by `callMethod` all else. Rejects
 * where the portal has not answered.
 */
export function callByClient(BX24: BX24Client, method: string, params: Params = {}): Promise<RestReply> {
  return new Promise((resolve, reject) => {
    function finish(result: AjaxResult): void {
      if (result.status === 0) reject(result.error())
      else resolve({ status: result.status, answer: result.answer })
    }
    const { event, handler, auth_type: authType, ...others } = params
    const canSay = typeof event === 'string' && typeof handler === 'string' && isAuthType(authType)
    if (!canSay || Object.keys(others).length > 0) void BX24.callMethod(method, params, finish)
    else if (method === 'event.bind') void BX24.callBind(event, handler, authType, finish)
    else if (method === 'event.unbind') void BX24.callUnbind(event, handler, authType, finish)
    else void BX24.callMethod(method, params, finish)
  })
}

function isAuthType(value: unknown): value is AuthType {
  return value == null || typeof value === 'number' || (typeof value === 'string' && /^\d*$/.test(value))
}
