import type { Contender } from './contenders.js'
import { isAnswered, type Order } from './orders.js'
import { openApp } from './portals.js'

/** An app that is open, and has had its first answer. */
export interface MeasuredApp {
  /** Milliseconds from before the library was started to the first answer. */
  readonly firstAnswer: number
  carryOut(order: Order): Promise<number>
  close(): void
}

let opened = 0

/** @param apps the address that the apps are served at */
export async function openMeasured(apps: string, { app }: Contender): Promise<MeasuredApp> {
  const { window, close } = openApp(app, `${apps}${app}?opened=${++opened}`)
  return {
    firstAnswer: await nextAnswer(window),
    carryOut(order) {
      const answered = nextAnswer(window)
      window.postMessage(order, new URL(apps).origin)
      return answered
    },
    close,
  }
}

function nextAnswer(app: Window): Promise<number> {
  return new Promise((resolve, reject) => {
    const hear = ({ source, data }: MessageEvent<unknown>) => {
      if (source !== app || !isAnswered(data)) return
      window.removeEventListener('message', hear)
      if ('failed' in data) reject(new Error(data.failed))
      else resolve(data.measured)
    }
    window.addEventListener('message', hear)
  })
}
