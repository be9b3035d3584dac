import { createBX24 } from 'bx24-events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createInbox } from '../../support/inbox.js'
import { INIT_DATA } from '../../support/init-data.js'
import { nextTask } from '../../support/next-task.js'
import { watchOutcome } from '../../support/outcome.js'

const PORTAL_ORIGIN = 'https://portal.example.com'

/** The page above, as this emulated page sees it: something that takes messages. Who may answer is shown elsewhere. */
function createParent() {
  const posted = createInbox<{ text: string; targetOrigin: string }>()
  return {
    posted,
    postMessage: (text: string, targetOrigin: string) => posted.push({ text, targetOrigin }),
    dispatch(data: unknown, init: Partial<MessageEventInit> = {}) {
      const source = this as unknown as MessageEventSource
      window.dispatchEvent(new MessageEvent('message', { data, origin: PORTAL_ORIGIN, source, ...init }))
    },
    answer({ text }: { text: string }, payload: unknown) {
      this.dispatch(`${text.split(':').at(-2)}:${JSON.stringify(payload)}`)
    },
    async shakeHands() {
      // The offer of a private line, which this page leaves.
      await posted.next()
      this.answer(await posted.next(), { command: ['callMethod'], event: [] })
      this.answer(await posted.next(), INIT_DATA)
    },
  }
}

let parent: ReturnType<typeof createParent>

beforeEach(() => {
  parent = createParent()
  vi.stubGlobal('parent', parent)
  window.name = 'portal.example.com|1|sid-1'
})

afterEach(() => {
  vi.unstubAllGlobals()
  window.name = ''
})

describe('a client without a window of its own', () => {
  it('talks to the page above the window that it was loaded in, at its origin and at no other', async () => {
    const BX24 = createBX24()
    expect(BX24.isEmbedded()).toBe(true)
    const connected = BX24.init()
    await parent.shakeHands()
    await connected
    const call = BX24.callMethod('profile')
    const question = await parent.posted.next()
    expect(question.text).toMatch(/^callMethod:\{.*\}:[^:]+:sid-1$/)
    parent.answer(question, { status: 200, answer: { result: 'mine' } })
    expect(await call).toBe('mine')
    expect(parent.posted.all.map(({ targetOrigin }) => targetOrigin)).toEqual(Array(4).fill(PORTAL_ORIGIN))
    BX24.close()
  })

  it('hears nothing more once it is closed', async () => {
    const diagnostics = vi.fn()
    const BX24 = createBX24({ onDiagnostic: diagnostics })
    const connected = BX24.init()
    await parent.shakeHands()
    await connected
    BX24.close()
    parent.dispatch('no answer')
    await nextTask()
    expect(diagnostics).not.toHaveBeenCalled()
    const control = createBX24({ onDiagnostic: diagnostics })
    const outcome = watchOutcome(control.init())
    parent.dispatch('no answer')
    await nextTask()
    expect(diagnostics).toHaveBeenCalledOnce()
    control.close()
    await nextTask()
    expect(outcome.error).toMatchObject({ code: 'CLOSED' })
  })

  it("disturbs no other listener of the page, nor do the page's own messages disturb it", async () => {
    const heard: unknown[] = []
    const listen = ({ data }: MessageEvent) => void heard.push(data)
    window.addEventListener('message', listen)
    const BX24 = createBX24()
    const connected = BX24.init()
    parent.dispatch({ of: 'the page itself' }, { source: window, origin: location.origin })
    await parent.shakeHands()
    await connected
    expect(heard).toHaveLength(3)
    window.removeEventListener('message', listen)
    BX24.close()
  })
})

it('a page that nobody embeds is in no portal, whatever its name', async () => {
  vi.unstubAllGlobals()
  expect(createBX24().isEmbedded()).toBe(false)
  await expect(createBX24().init()).rejects.toMatchObject({ code: 'NOT_EMBEDDED' })
})
