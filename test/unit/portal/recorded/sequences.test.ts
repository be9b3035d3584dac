import { describe, expect, it } from 'vitest'
import { ANNA } from '../../../support/test-portal.js'
import { openRecordedApp, readAnswer } from './open-app.js'
import { ENDS_OF_INSTALLATION, FAILURES, FIRST_RUNS, SEQUENCES } from './sequences.js'

const idOf = (answer: string) => answer.split(':')[0] ?? ''

describe('several requests of one moment', () => {
  it.each(Object.entries(SEQUENCES))('%s', async (_name, { asked, answered, answers, here }) => {
    const { send, sid, settle } = openRecordedApp()
    for (const request of asked) send(() => `${request}:${sid}`)
    const heard = await settle()
    const ordered = here?.answered ?? answered
    expect(heard.map(idOf).filter((id) => ordered.includes(id))).toEqual(ordered)
    expect(heard).toHaveLength(asked.length)
    const told = heard.map((text) => [idOf(text), readAnswer(text, idOf(text))])
    expect(Object.fromEntries(told)).toEqual(answers)
  })

  it('bring a token each: none is shared', async () => {
    const { send, sid, settle, portal } = openRecordedApp()
    for (const request of SEQUENCES['two tokens']?.asked ?? []) send(() => `${request}:${sid}`)
    const tokens = (await settle()).map((text) => Object(readAnswer(text, idOf(text))).AUTH_ID)
    expect(new Set(tokens).size).toBe(2)
    for (const token of tokens) expect((await portal.call(token, 'profile')).status).toBe(200)
  })
})

describe('what comes to nothing', () => {
  it.each(Object.entries(FAILURES))('is not answered: %s', async (_name, { opened, asked, meanwhile }) => {
    const { send, sid, settle, portal, app } = openRecordedApp(opened)
    portal.updateUser(opened?.userId ?? ANNA, meanwhile ?? {})
    send(() => `${asked}:${sid}`)
    expect(await settle()).toEqual([])
    expect(
      (
        await app
          .hostFor(ANNA)
          .initData()
          .catch(() => undefined)
      )?.APP_OPTIONS ?? {},
    ).toEqual({})
  })

  it('is answered to those who may', async () => {
    for (const { asked } of Object.values(FAILURES)) {
      const { send, sid, settle } = openRecordedApp()
      send(() => `${asked}:${sid}`)
      expect((await settle()).map(idOf)).toEqual(['7'])
    }
  })
})

describe('the end of an installation', () => {
  it.each(Object.entries(ENDS_OF_INSTALLATION))('%s', async (_name, { asked, installed }) => {
    const opened = openRecordedApp({ portal: { app: { installed: false } } })
    opened.send((sid) => `${asked}:${sid}`)
    expect(await opened.settle()).toEqual([])
    expect([opened.reopened, opened.app.installed]).toEqual([1, installed])
  })
})

describe('a first run', () => {
  it.each(Object.entries(FIRST_RUNS))('is ended by %s', async (_name, { asked, answered }) => {
    const { send, sid, settle, app } = openRecordedApp()
    const [opening = '', end = ''] = asked
    send(() => `${opening}:${sid}`)
    expect(readAnswer((await settle())[0], '1')).toHaveProperty('FIRST_RUN', true)
    expect((await app.hostFor(ANNA).initData()).FIRST_RUN).toBe(true)
    send(() => `${end}:${sid}`)
    expect((await settle()).map(idOf)).toEqual(answered)
    expect((await app.hostFor(ANNA).initData()).FIRST_RUN).toBe(false)
  })
})
