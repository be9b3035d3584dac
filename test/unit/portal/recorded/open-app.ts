import { openTestFrame, type TestFrameOptions } from 'bx24-events/testing'
import { createInbox } from '../../../support/inbox.js'
import { nextTask } from '../../../support/next-task.js'
import {
  ANNA,
  createTestPortal,
  PORTAL_ORIGIN,
  type TestPortalOptions,
} from '../../../support/test-portal.js'

/** Writes a message, given the id of this opening of the app. */
export type Write = (sid: string) => unknown

export interface RecordedAppOptions extends Pick<Partial<TestFrameOptions>, 'userId' | 'answersCalls'> {
  readonly portal?: TestPortalOptions
}

/** An app that speaks by hand, in a page that has the commands of live portals and no others, unless told to answer calls. */
export function openRecordedApp(options: RecordedAppOptions = {}) {
  const { userId = ANNA, answersCalls = false, portal: portalOptions } = options
  const testPortal = createTestPortal(portalOptions)
  let reopened = 0
  const { window } = openTestFrame(testPortal.portal, {
    ...{ app: testPortal.app, userId, answersCalls },
    onReopen: () => reopened++,
  })
  const sid = window.name.split('|').at(-1) ?? ''
  const heard = createInbox<string>()
  window.addEventListener('message', ({ data }) => heard.push(data))
  const send = (write: Write) => window.parent.postMessage(write(sid), PORTAL_ORIGIN)

  return {
    ...testPortal,
    ...{ window, sid, heard, send },
    get reopened() {
      return reopened
    },
    /** All that was heard, once all that was sent so far has been answered, if it is. The page is alive: it answers this. */
    async settle(): Promise<readonly string[]> {
      send(() => `getInterface::last:${sid}`)
      await heard.next((text) => text.startsWith('last:'))
      await nextTask()
      return heard.all.filter((text) => !text.startsWith('last:'))
    },
  }
}

/** What stands behind the colon of an answer. */
export function readAnswer(text: string | undefined, id: string): unknown {
  const prefix = `${id}:`
  if (!text?.startsWith(prefix)) throw new Error(`No answer to ${id}: ${text}`)
  return JSON.parse(text.slice(prefix.length))
}
