import { describe, it } from 'vitest'
import { type Harness, type OpenApp, type OpenOptions, withApp } from './harness.js'

/** A rule of the portal's documentation, with what follows from it. */
export interface Rule {
  /** Its place in the documentation. */
  readonly number: number
  readonly text: string
  /** How the app is opened for its cases. */
  readonly open?: OpenOptions
  /** By what they say. Each shows what holds beside what does not. */
  readonly cases: Readonly<Record<string, (app: OpenApp) => Promise<void>>>
}

export function describeRule(harness: Harness, { number, text, open, cases }: Rule): void {
  describe(`rule ${number}: ${text}`, () => {
    for (const [name, test] of Object.entries(cases)) it(name, () => withApp(harness, test, open))
  })
}
