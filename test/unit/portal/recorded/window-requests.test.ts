import { describe, expect, it } from 'vitest'
import { collectProcessErrors } from '../../../support/process-errors.js'
import { openRecordedApp, readAnswer, type Write } from './open-app.js'
import { DIFFERENCES } from './window-differences.js'
import {
  ANSWERED_COMMANDS,
  ANSWERED_FORMS,
  ANSWERED_INTERFACE,
  ANSWERED_OBJECTS,
  type AnsweredRequest,
  SILENT,
  SILENT_INTERFACE,
} from './window-requests.js'

/** What an app hears that says one thing, in a page that nothing breaks. */
async function hear(write: Write) {
  const app = openRecordedApp()
  let heard: readonly string[] = []
  const errors = await collectProcessErrors(async () => {
    app.send(write)
    heard = await app.settle()
  })
  expect(errors).toEqual({ uncaught: [], unhandledRejections: [] })
  return { ...app, all: heard }
}

async function expectAnswer(_name: string, { sent, answeredTo = '7', answer }: AnsweredRequest) {
  const { all } = await hear(sent)
  expect(all).toHaveLength(1)
  expect(readAnswer(all[0], answeredTo)).toEqual(answer)
}

async function expectSilence(_name: string, sent: Write) {
  const { all, portal } = await hear(sent)
  expect(all).toEqual([])
  expect(portal.handlers()).toEqual([])
}

describe('what pages of live portals answer is answered here too', () => {
  it.each(Object.entries(ANSWERED_FORMS))('whatever its form: %s', expectAnswer)
  it.each(Object.entries(ANSWERED_OBJECTS))('whatever its form, since 2025: %s', expectAnswer)
  it.each(Object.entries(ANSWERED_COMMANDS))('whatever it asks for: %s', expectAnswer)
  it.each(Object.entries(ANSWERED_INTERFACE))('of the user interface: %s', expectAnswer)
})

describe('what pages of live portals meet with silence is met with it here too', () => {
  it.each(Object.entries(SILENT))('%s', expectSilence)
  it.each(Object.entries(SILENT_INTERFACE))('of the user interface: %s', expectSilence)
})

describe('where this page differs from those of live portals', () => {
  it.each(Object.entries(DIFFERENCES))('%s', async (_name, { sent, here }) => {
    const { all } = await hear(sent)
    expect(all.map((text) => readAnswer(text, '7'))).toEqual(here === undefined ? [] : [here])
  })

  it.each(Object.entries(DIFFERENCES).filter(([, { here }]) => here === undefined))(
    'nothing is carried out in silence either: %s',
    async (_name, { sent }) => {
      const { send, sid, settle } = openRecordedApp()
      send(sent)
      send(() => `getInitData::8:${sid}`)
      expect(readAnswer((await settle())[0], '8')).toHaveProperty('FIRST_RUN', true)
    },
  )

  it('goes on after each of them', async () => {
    const { send, sid, heard } = openRecordedApp()
    for (const { sent } of Object.values(DIFFERENCES)) send(sent)
    send(() => `getInitData::after:${sid}`)
    const answer = await heard.next((text) => text.startsWith('after:'))
    expect(readAnswer(answer, 'after')).toHaveProperty('DOMAIN', 'portal.example.com')
  })
})
