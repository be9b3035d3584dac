import type { PortalFaults } from 'bx24-events/portal'
import { NO_FAULTS } from 'bx24-events/portal'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { PageModel } from '../../../demo/portal/state/model.js'
import { createFaultStrip } from '../../../demo/portal/views/fault-strip.js'
import { createFaults } from '../../../demo/portal/views/faults.js'
import { enter, find, findAll, textsOf } from './finding.js'
import { createModel } from './model.js'
import { ANNA, BORIS, createState } from './samples.js'

const withFaults = (faults: Partial<PortalFaults>, values: Partial<PageModel> = {}) =>
  createModel({ portal: createState({ faults: { ...NO_FAULTS, ...faults } }), ...values })
const ANNA_WITHOUT = { ...ANNA, access: false }
const BORIS_WITHOUT = { ...BORIS, access: false }

function findButton(element: HTMLElement, name: string): HTMLButtonElement {
  const found = [...element.querySelectorAll('button')].find(
    (one) => one.textContent === name || one.getAttribute('aria-label') === name,
  )
  if (found) return found
  throw new Error(`No button ${name} in: ${element.outerHTML}`)
}

describe('the choice of faults', () => {
  const options = {
    ...{ setFaults: vi.fn(), setAccess: vi.fn(), expireTokens: vi.fn(), reloadPage: vi.fn() },
  }
  let faults: ReturnType<typeof createFaults>
  beforeEach(() => {
    for (const option of Object.values(options)) option.mockReset()
    faults = createFaults(options)
    document.body.replaceChildren(faults.element)
  })
  const select = (id: string) => find<HTMLSelectElement>(faults.element, `#${id}`)

  it('is of so many calls, of all, or of none, and of the state of handlers', () => {
    faults.update(createModel())
    expect(textsOf(findAll(select('query-limit'), 'option'))).toEqual([
      ...['no call', 'the next call', 'the next 3 calls', 'the next 10 calls', 'all calls'],
    ])
    enter(select('query-limit'), '3')
    enter(select('lost-replies'), 'all')
    enter(select('handlers-fault'), 'down')
    enter(select('query-limit'), '0')
    expect(options.setFaults.mock.calls).toEqual([
      [{ queryLimit: 3 }],
      [{ lostReplies: 'all' }],
      [{ handlers: 'down' }],
      [{ queryLimit: 0 }],
    ])
  })

  it('shows how many calls are left, and what was chosen until the portal tells of it', () => {
    faults.update(withFaults({ queryLimit: 2 }))
    expect(select('query-limit').selectedOptions[0]?.textContent).toBe('the next 2 calls')
    faults.update(withFaults({ queryLimit: 2 }, { wantedFaults: { queryLimit: 'all', handlers: 'slow' } }))
    expect(select('query-limit').value).toBe('all')
    expect(select('handlers-fault').value).toBe('slow')
    faults.update(withFaults({}))
    expect([select('query-limit').value, select('handlers-fault').value]).toEqual(['0', 'well'])
  })

  it('takes the app from who has it open, and gives it back, by the same button', () => {
    faults.update(createModel({ chosenUserId: 2 }))
    findButton(faults.element, 'Take the app from Boris (2)').click()
    const portal = createState({ users: [ANNA, BORIS_WITHOUT] })
    faults.update(createModel({ chosenUserId: 2, portal }))
    findButton(faults.element, 'Give Boris (2) the app back').click()
    expect(options.setAccess.mock.calls).toEqual([
      [2, false],
      [2, true],
    ])
  })

  it('lets tokens expire and the page be loaded anew, and says what came of it', () => {
    faults.update(createModel({ faultOutcome: { tone: 'good', text: 'All have expired.' } }))
    findButton(faults.element, 'Let tokens expire').click()
    findButton(faults.element, 'Reload the page').click()
    expect(options.expireTokens).toHaveBeenCalledOnce()
    expect(options.reloadPage).toHaveBeenCalledOnce()
    expect(find(faults.element, '[role=status]').textContent).toBe('All have expired.')
  })
})

describe('the strip of faults', () => {
  const options = { undoFault: vi.fn(), undoAllFaults: vi.fn(), focusElse: vi.fn() }
  let strip: ReturnType<typeof createFaultStrip>
  beforeEach(() => {
    for (const option of Object.values(options)) option.mockReset()
    strip = createFaultStrip(options)
    document.body.replaceChildren(strip.element)
  })
  const texts = () => textsOf(findAll(strip.element, 'li span'))

  it('is there only while something goes wrong', () => {
    strip.update(createModel({ portal: undefined }))
    expect(strip.element.hidden).toBe(true)
    strip.update(createModel())
    expect(strip.element.hidden).toBe(true)
    strip.update(withFaults({ lostReplies: 1 }))
    expect(strip.element.hidden).toBe(false)
  })

  it('says what goes wrong, and counts down', () => {
    strip.update(withFaults({ queryLimit: 3, lostReplies: 1, handlers: 'down' }))
    expect(texts()).toEqual([
      'The next 3 calls are answered QUERY_LIMIT_EXCEEDED.',
      'The reply to the next call is lost.',
      'Handlers are down, and none is really called.',
    ])
    strip.update(withFaults({ queryLimit: 1, lostReplies: 'all' }))
    expect(texts()).toEqual([
      'The next call is answered QUERY_LIMIT_EXCEEDED.',
      'The replies to all calls are lost.',
    ])
  })

  it('undoes one by one press, and all by one press', () => {
    strip.update(withFaults({ queryLimit: 'all', handlers: 'slow' }, { takenAccess: [2] }))
    findButton(strip.element, 'Undo: query limit').click()
    findButton(strip.element, 'Undo: handlers').click()
    findButton(strip.element, 'All well again').click()
    expect(options.undoFault.mock.calls).toEqual([['queryLimit'], ['handlers']])
    expect(options.undoAllFaults).toHaveBeenCalledOnce()
  })

  it('tells of who lost the app: of who has it open, and of others from whom it was taken here', () => {
    const portal = createState({ users: [ANNA_WITHOUT, BORIS_WITHOUT] })
    strip.update(createModel({ portal }))
    expect(texts()).toEqual(['Sample app is not open to Anna (1).'])
    strip.update(createModel({ portal, takenAccess: [2] }))
    expect(texts()).toHaveLength(2)
    strip.update(createModel({ portal: createState(), takenAccess: [2] }))
    expect(texts()).toEqual([])
    strip.update(createModel({ portal }))
    findButton(strip.element, 'Undo: access of Anna (1)').click()
    expect(options.undoFault).toHaveBeenCalledWith(1)
  })

  it('keeps the focus in itself when what was undone goes', () => {
    strip.update(withFaults({ queryLimit: 1, handlers: 'down' }))
    findButton(strip.element, 'Undo: query limit').focus()
    strip.update(withFaults({ handlers: 'down' }))
    expect(document.activeElement).toBe(findButton(strip.element, 'All well again'))
    expect(options.focusElse).not.toHaveBeenCalled()
  })

  it.each(['Undo: query limit', 'All well again'])('gives the focus away when it goes: %s', (name) => {
    strip.update(withFaults({ queryLimit: 1 }))
    strip.update(withFaults({}))
    expect(options.focusElse).not.toHaveBeenCalled()
    strip.update(withFaults({ queryLimit: 1 }))
    findButton(strip.element, name).focus()
    strip.update(withFaults({}))
    expect(options.focusElse).toHaveBeenCalledOnce()
  })
})
