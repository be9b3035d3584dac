import { describe, expect, it } from 'vitest'
import { createRealPortal, type RealOpening, type RealPortal, SID } from '../../support/real-portal-app.js'
import type { RealCommand } from '../../support/real-portal-page.js'

// What has been seen of pages of live portals, so that what is tested against ours is tested against theirs.

async function openApp(placement = 'DEFAULT'): Promise<RealOpening> {
  return createRealPortal().open({ placement })
}

describe('a message of an app', () => {
  it.each([
    ['of four parts', `setTitle:{"title":"a:b"}:id:${SID}`, 'id:{"title":"a:b"}'],
    [
      'with parameters that look like the end of one',
      `setTitle:{"title":"}:x:y"}:id:${SID}`,
      'id:{"title":"}:x:y"}',
    ],
    ['without parameters', `setTitle::id:${SID}`, 'id:[]'],
    ['of three parts', `setTitle:id:${SID}`, 'id:[]'],
    ['of two parts, the command being the id', `setTitle:${SID}`, 'setTitle:[]'],
    ['which lists what there is', `getInterface::id:${SID}`, 'id:{"command":[],"event":[]}'],
  ])('is answered: one %s', async (_name, message, reply) => {
    const app = await openApp()
    app.send(message)
    expect(app.replies).toEqual([reply])
  })

  it.each([
    ['an unknown command', `callBind:{}:id:${SID}`],
    ['another case of a command', `getinitdata::id:${SID}`],
    ['a wrong sid', 'setTitle:{}:id:another'],
    ['no id', `setTitle:{}::${SID}`],
    ['nothing but a command', 'setTitle'],
    ['a number', 7],
    ['null', null],
  ])('gets silence: %s', async (_name, message) => {
    const app = await openApp()
    app.send(message)
    expect(app.replies).toEqual([])
  })

  it('gets silence where it is of another origin', async () => {
    const app = await openApp()
    app.layout.receiveMessage({ origin: 'https://other.example.com', data: `setTitle:{}:id:${SID}` })
    expect(app.replies).toEqual([])
  })

  it('throws into the page where its parameters are no JSON', async () => {
    const app = await openApp()
    expect(() => app.send(`setTitle:{"title":}:id:${SID}`)).toThrow(SyntaxError)
    expect(() => app.send('setTitle:{"title":}:id:another')).toThrow(SyntaxError)
  })

  it.each([true, false])('may be an object, on pages since 2025: %s', async (takesObjects) => {
    const app = await createRealPortal({ takesObjects }).open()
    app.send({ method: 'setTitle', params: { title: 'Hi' }, callback: 7, appSid: SID })
    expect(app.replies).toEqual(takesObjects ? ['7:{"title":"Hi"}'] : [])
  })

  it('calls what every object has', async () => {
    const app = await openApp()
    app.send(`hasOwnProperty:{}:id:${SID}`)
    expect(() => app.send(`constructor:{}:id:${SID}`)).toThrow(TypeError)
    expect(app.replies).toEqual([])
  })
})

describe('a command that was added', () => {
  const answerWhatItGot: RealCommand = (params, reply) => reply({ got: params })

  type Place = (page: RealPortal['window']['BX']['rest']['AppLayout']) => { readonly prototype: object }
  const base: Place = (page) => page.MessageInterface
  const others: Place = (page) => page.MessageInterfacePlacement
  const usual: Place = (page) => page.initializePlacement('default')
  const tab: Place = (page) => page.initializePlacement('CRM_DEAL_DETAIL_TAB')

  describe.each(['before', 'after'])('%s the opening', (time) => {
    it.each([
      { name: 'the common ones', place: base, placement: 'DEFAULT', isListed: false, isAnswered: true },
      {
        name: 'the common ones',
        place: base,
        placement: 'CRM_DEAL_DETAIL_TAB',
        isListed: false,
        isAnswered: true,
      },
      { name: 'all but the usual', place: others, placement: 'DEFAULT', isListed: false, isAnswered: false },
      {
        name: 'all but the usual',
        place: others,
        placement: 'CRM_DEAL_DETAIL_TAB',
        isListed: false,
        isAnswered: true,
      },
      { name: 'the usual', place: usual, placement: 'DEFAULT', isListed: true, isAnswered: true },
      {
        name: 'the usual',
        place: usual,
        placement: 'CRM_DEAL_DETAIL_TAB',
        isListed: false,
        isAnswered: false,
      },
      { name: 'the tab', place: tab, placement: 'DEFAULT', isListed: false, isAnswered: false },
      { name: 'the tab', place: tab, placement: 'CRM_DEAL_DETAIL_TAB', isListed: true, isAnswered: true },
    ])(
      'to $name, is listed in $placement: $isListed, answered: $isAnswered',
      async ({ place, placement, isListed, isAnswered }) => {
        const portal = createRealPortal()
        const add = () =>
          Object.assign(place(portal.window.BX.rest.AppLayout).prototype, { callBind: answerWhatItGot })
        if (time === 'before') add()
        const app = await portal.open({ placement })
        if (time === 'after') add()

        expect(await app.ask('getInterface')).toEqual({ command: isListed ? ['callBind'] : [], event: [] })
        app.send(`callBind:{"event":"E"}:id:${SID}`)
        expect(app.replies.slice(1)).toEqual(isAnswered ? ['id:{"got":{"event":"E"}}'] : [])
      },
    )
  })

  async function openWith(callBind: RealCommand): Promise<RealOpening> {
    const portal = createRealPortal()
    Object.assign(usual(portal.window.BX.rest.AppLayout).prototype, { callBind })
    return portal.open()
  }

  it('has the opening as this, and the parameters, the reply and the opening as arguments', async () => {
    const seen: unknown[] = []
    const app = await openWith(function (...given) {
      seen.push(this, ...given)
    })
    app.send(`callBind:{"a":1}:id:${SID}`)
    expect(seen).toEqual([app.layout, { a: 1 }, expect.any(Function), app.layout])
    expect(seen[0]).toBe(app.layout)
  })

  it('runs where no reply is wanted, and its reply goes nowhere', async () => {
    let runs = 0
    const app = await openWith((_params, reply) => {
      runs++
      reply({})
    })
    app.send(`callBind:{}::${SID}`)
    expect([runs, app.replies]).toEqual([1, []])
  })

  it('may reply as often as it likes, and with nothing', async () => {
    const app = await openWith((_params, reply) => {
      for (const answer of [{ n: 1 }, { n: 2 }, undefined]) reply(answer)
    })
    app.send(`callBind:{}:id:${SID}`)
    expect(app.replies).toEqual(['id:{"n":1}', 'id:{"n":2}', 'id:'])
  })

  it('throws into the page, and the app hears nothing', async () => {
    const app = await openWith(() => {
      throw new Error('of the command')
    })
    expect(() => app.send(`callBind:{}:id:${SID}`)).toThrow('of the command')
    expect(app.replies).toEqual([])
  })

  it('is neither listed nor answered where the opening is denied it', async () => {
    const app = await openWith(answerWhatItGot)
    app.layout.deniedInterface = ['callBind']
    app.send(`callBind:{}:id:${SID}`)
    expect(await app.ask('getInterface')).toEqual({ command: [], event: [] })
    expect(app.replies).toHaveLength(1)
  })
})

it('tells a renewed token from then on', async () => {
  const app = await openApp()
  const before = await app.ask('getInitData')
  const renewed = await app.ask('refreshAuth', {})
  expect(await app.ask('getInitData')).toMatchObject(renewed as object)
  expect(before).not.toMatchObject(renewed as object)
})
