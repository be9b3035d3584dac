import { ensureChromium } from './chromium.js'

/** Vitest's global setup of the browser tests: an installation takes minutes, which no test's time limit allows for. */
export async function setup(): Promise<void> {
  await ensureChromium()
}
