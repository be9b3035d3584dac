import { expect, it } from 'vitest'
import { createTakeAway } from '../../../demo/portal/actions/take-away.js'
import { writeCurl } from '../../../demo/portal/state/curl.js'
import { writeJsonLines } from '../../../demo/portal/state/wire-export.js'
import { addCall, addMessage, addNote, EMPTY_WIRE } from '../../../demo/portal/state/wire-log.js'
import { run } from '../../support/run.js'
import { createTestOutlet } from './asked.js'
import { createTestStore } from './model.js'
import { createDelivery, REQUEST } from './samples.js'
import { createCall, createMessage } from './wire-samples.js'

const TOKENS =
  'auth%5Baccess_token%5D=SECRET&auth%5Brefresh_token%5D=SECRET&auth%5Bapplication_token%5D=SECRET'
const BODY = `event=A&data%5Bauth%5D=mine&auth%5Bdomain%5D=a.example&${TOKENS}`
const [MASKED, WHOLE] = [{ withTokens: false }, { withTokens: true }]

const REPLY = createMessage({
  ...{ direction: 'to app', data: '7:{"AUTH_ID":"SECRET","LANG":"en"}', at: Date.UTC(2025, 0, 2, 3, 4, 5) },
  content: { AUTH_ID: 'SECRET', LANG: 'en' },
})

it('writes a delivery as a command that a shell takes as it is', async () => {
  const url = "http://127.0.0.1:9/it's/$HOME/"
  const command = writeCurl({ ...REQUEST, url, body: BODY }, WHOLE)
  const stdout = await run('sh', ['-c', `curl() { printf '%s\\n' "$@"; }; ${command}`])
  expect(stdout.trim().split('\n')).toEqual([
    ...['-i', '-X', 'POST', url, '-H', 'content-type: application/x-www-form-urlencoded', '--data-raw', BODY],
  ])
})

it('masks the tokens of a delivery, and nothing else of it', () => {
  const command = writeCurl({ ...REQUEST, body: BODY }, MASKED)
  expect(command).toContain(BODY.replaceAll('SECRET', '•••'))
})

it('copies a delivery and a message, and says with what', async () => {
  const [store, outlet] = [createTestStore(), createTestOutlet()]
  const { copyCurl, copyEntry } = createTakeAway(store, outlet)
  await copyCurl(createDelivery({ id: 3, request: { ...REQUEST, body: BODY } }), WHOLE)
  expect(store.model.deliveriesOutcome?.text).toBe('Copied: #3 as cURL, with tokens that work.')
  expect(outlet.taken.at(-1)).toContain('SECRET')
  const [entry] = addMessage(EMPTY_WIRE, REPLY).entries
  if (entry) await copyEntry(entry, MASKED)
  expect(store.model.wireOutcome?.text).toBe('Copied: one message, tokens masked.')
  expect(JSON.parse(outlet.taken.at(-1) ?? '')).toEqual({
    ...{ time: '2025-01-02T03:04:05.000Z', type: 'message', direction: 'to app', line: 'window' },
    command: 'callMethod',
    ...{ callbackId: '7', content: { AUTH_ID: '•••', LANG: 'en' }, sent: '7:{"AUTH_ID":"•••","LANG":"en"}' },
  })
})

it('says so where the browser does not let it copy', async () => {
  const store = createTestStore()
  const outlet = { ...createTestOutlet(), copy: () => Promise.reject(new Error('Document is not focused.')) }
  await createTakeAway(store, outlet).copyCurl(createDelivery({ request: REQUEST }), MASKED)
  expect(store.model.deliveriesOutcome).toEqual({
    tone: 'bad',
    text: 'Not copied: the browser does not let this page do it (Document is not focused.).',
  })
})

it('masks the id of an opening in a message that is too long to be kept whole', () => {
  const requests = Array.from({ length: 1000 }, (_, id) => `callMethod:{"method":"profile"}:${id}:SECRET`)
  for (let shift = 0; shift < 50; shift++) {
    const data = `${'a'.repeat(shift)}:${JSON.stringify({ requests })}::SECRET`
    const { entries } = addMessage(EMPTY_WIRE, createMessage({ data, content: requests }))
    expect(writeJsonLines(entries, MASKED)).not.toContain('SE')
  }
  const data = `together:${JSON.stringify({ requests })}::SECRET`
  const entries = [
    createMessage({ data, content: { requests } }),
    createMessage({ data: { method: 'a', params: { requests }, appSid: 'SECRET' }, content: { requests } }),
  ].reduce(addMessage, EMPTY_WIRE).entries
  expect(entries).toMatchObject([{ sent: expect.stringContaining('in all') }, {}])
  expect(writeJsonLines(entries, MASKED)).not.toContain('SECRET')
  expect(writeJsonLines(entries, WHOLE)).toContain('SECRET')
})

it('saves the whole wire, one entry a line, the oldest first, and masks all that opens something', () => {
  const object = { method: 'a', params: { auth: 'SECRET' }, callback: '1', appSid: 'SECRET' }
  const requests = ['getInitData:{}:7:SECRET', 'callMethod:{"params":{"auth":"SECRET"}}:8:SECRET']
  const messages = [
    createMessage({ data: `together:${JSON.stringify({ requests })}::SECRET`, content: { requests } }),
    createMessage({ data: 'callMethod:{"params":{"auth":"SECRET"}}:7:SECRET', content: { auth: 'SECRET' } }),
    createMessage({ data: 'getInitData:7:SECRET' }),
    createMessage({ data: object, content: object.params }),
    REPLY,
  ]
  const notes = addNote(EMPTY_WIRE, { at: 0, text: 'Opened as Anna (1)', isWarning: false })
  const wire = addCall(messages.reduce(addMessage, notes), createCall({ at: 3, params: { a: '1' } }))
  const [store, outlet] = [createTestStore({ wire }), createTestOutlet()]
  const { saveWire } = createTakeAway(store, outlet)
  saveWire(MASKED)
  expect(store.model.wireOutcome?.text).toMatch(/^Saved as wire-.*\.jsonl: 7 lines of JSON, tokens masked\.$/)
  const [saved = ''] = outlet.taken
  expect(saved).not.toContain('SECRET')
  const lines = saved
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.map(({ type }) => type)).toEqual(['note', ...Array(4).fill('message'), 'call', 'message'])
  expect(lines[5]).toMatchObject({ method: 'profile', params: { a: '1' }, status: 200, answer: {} })
  saveWire(WHOLE)
  expect(outlet.taken[1]?.split('SECRET')).toHaveLength(17)
})
