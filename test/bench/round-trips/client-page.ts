// The app's side, with the library.

import { createBX24 } from 'bx24-events'

declare global {
  interface Window {
    /** Makes so many calls, one after another; answers with the milliseconds that they took. */
    runRound(calls: number): Promise<number>
  }
}

const BX24 = createBX24()

window.runRound = async (calls) => {
  await BX24.init()
  const start = performance.now()
  for (let call = 0; call < calls; call++)
    await BX24.callBind('OnCrmDealAdd', 'https://app.example.com/handler/')
  return performance.now() - start
}
