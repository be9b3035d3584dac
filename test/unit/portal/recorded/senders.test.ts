import { describe, expect, it } from 'vitest'
import { sourceOf } from '../../../support/scripted-page.js'
import { openRecordedApp, readAnswer } from './open-app.js'
import { OPENINGS } from './openings.js'
import { SENDERS } from './senders.js'
import { INIT_DATA, NOTHING_BEYOND } from './window-requests.js'

describe('who is answered', () => {
  it.each(Object.entries(SENDERS))('%s', async (_name, { origin, isFrame, there, differs }) => {
    const { window, sid, settle } = openRecordedApp()
    const source = sourceOf(isFrame ? window : { name: 'another window' })
    window.parent.receive({ data: `getInterface::7:${sid}`, origin, source })
    const heard = await settle()
    const isAnswered = (there === 'answer') === (differs === undefined)
    expect(heard.map((text) => readAnswer(text, '7'))).toEqual(isAnswered ? [NOTHING_BEYOND] : [])
  })
})

describe('what an app is told of its opening, and of what there is beyond', () => {
  it.each(Object.entries(OPENINGS))('by %s', async (_name, { opened, told }) => {
    const { send, sid, settle } = openRecordedApp(opened)
    send(() => `getInterface::6:${sid}`)
    send(() => `getInitData::7:${sid}`)
    const [beyond, data] = await settle()
    expect(readAnswer(beyond, '6')).toEqual(NOTHING_BEYOND)
    expect(readAnswer(data, '7')).toEqual({ ...INIT_DATA, ...told })
  })
})
