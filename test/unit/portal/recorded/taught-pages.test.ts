import { describe, expect, it } from 'vitest'
import { openRecordedApp, readAnswer } from './open-app.js'
import { LISTED, TAUGHT_REQUESTS } from './taught-pages.js'

describe('a command beyond those of live portals', () => {
  it('is listed', async () => {
    const { send, settle } = openRecordedApp({ answersCalls: true })
    send((sid) => `getInterface::7:${sid}`)
    const answer = Object(readAnswer((await settle())[0], '7'))
    expect(answer).toEqual({ ...LISTED, command: expect.arrayContaining(LISTED.command) })
  })

  it.each(Object.entries(TAUGHT_REQUESTS))('%s', async (_name, { sent, answer, bound }) => {
    const { send, settle, portal } = openRecordedApp({ answersCalls: true })
    send(sent)
    const answers = (await settle()).map((text) => readAnswer(text, '7'))
    expect(answers).toEqual(answer === undefined ? [] : [answer])
    const handlers = portal.handlers().map(({ event, url, authType }) => [event, url, authType])
    expect(handlers).toEqual(bound ? [['ONAPPUPDATE', 'http://x.y/h', 0]] : [])
  })
})
