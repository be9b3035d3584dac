import type { FrameDiagnostic } from 'bx24-events/portal'
import { openTestFrame } from 'bx24-events/testing'
import { expect, it } from 'vitest'
import { collectProcessErrors } from '../../support/process-errors.js'
import { ANNA, createTestPortal, PORTAL_ORIGIN } from '../../support/test-portal.js'

it('what `onReopen` throws reaches the error handling of the process, and is no failure of the command', async () => {
  const { portal, app } = createTestPortal()
  const thrown = new Error('thrown by a listener')
  const diagnostics: FrameDiagnostic[] = []
  let reopened = 0
  const { window } = openTestFrame(portal, {
    ...{ app, userId: ANNA, onDiagnostic: (diagnostic) => diagnostics.push(diagnostic) },
    onReopen() {
      reopened++
      throw thrown
    },
  })
  const sid = window.name.split('|').at(-1)
  const errors = await collectProcessErrors(() =>
    window.parent.postMessage(`reloadWindow:{}:7:${sid}`, PORTAL_ORIGIN),
  )
  expect(reopened).toBe(1)
  expect(errors).toEqual({ uncaught: [thrown], unhandledRejections: [] })
  expect(diagnostics).toEqual([])
})
