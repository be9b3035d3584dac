import { describe, expect, it } from 'vitest'
import { readDelivery } from '../../support/form.js'
import { ANNA, createTestPortal } from '../../support/test-portal.js'

const forward = { 'https://app.example.com': 'http://127.0.0.1:3000/' }

describe('a delivery to an origin that another one stands in for', () => {
  it('goes there, with path and query, and the log has both addresses', async () => {
    const { portal, bind, received } = createTestPortal({ forward })
    await bind('OnCrmDealAdd', { url: 'https://APP.example.com:443/handler/?of=deals' })
    portal.raise('OnCrmDealAdd', { by: ANNA })
    await portal.settled()
    const local = 'http://127.0.0.1:3000/handler/?of=deals'
    expect(received.map(({ url }) => url)).toEqual([local])
    expect(portal.deliveries()).toMatchObject([
      { url: 'https://APP.example.com:443/handler/?of=deals', request: { url: local } },
    ])
    expect(received.map(readDelivery)).toMatchObject([{ event: 'ONCRMDEALADD' }])
  })

  it('goes there as the user that its URL names', async () => {
    const { portal, bind, received } = createTestPortal({ forward })
    await bind('OnCrmDealAdd', { url: 'https://b%6Ft:s%40cret@app.example.com/handler/' })
    portal.raise('OnCrmDealAdd', { by: ANNA })
    await portal.settled()
    expect(received.map(({ url }) => url)).toEqual(['http://b%6Ft:s%40cret@127.0.0.1:3000/handler/'])
  })

  it('goes there where it is forged or sent again', async () => {
    const { portal, bind, received } = createTestPortal({ forward })
    const { id } = await bind('OnCrmDealAdd')
    await portal.forge(id)
    portal.replay(1)
    await portal.settled()
    expect(received.map(({ url }) => url)).toEqual(Array(2).fill('http://127.0.0.1:3000/handler/'))
  })

  it('is none where only a part of the origin is the same', async () => {
    const { portal, bind, received } = createTestPortal({ forward, rules: 'current' })
    const others = [
      'https://app.example.com.evil.example/',
      'http://app.example.com/',
      'https://app.example.com:8443/',
    ]
    for (const url of others) await bind('OnCrmDealAdd', { url })
    portal.raise('OnCrmDealAdd', { by: ANNA })
    await portal.settled()
    expect(received.map(({ url }) => url).sort()).toEqual([...others].sort())
  })
})

it.each([
  { forward: { 'https://app.example.com/path': 'http://127.0.0.1:3000' }, says: 'app.example.com/path' },
  { forward: { 'app.example.com': 'http://127.0.0.1:3000' }, says: 'not app.example.com' },
  { forward: { 'https://app.example.com': '127.0.0.1:3000' }, says: 'not 127.0.0.1:3000' },
  { forward: { 'https://app.example.com': 5 as never }, says: 'not 5' },
  {
    forward: { 'https://a.example': 'http://127.0.0.1:1', 'https://a.example/': 'http://127.0.0.1:2' },
    says: 'https://a.example is forwarded twice',
  },
  { forward: 'https://app.example.com' as never, says: 'expected origins by origins' },
])('says what is wrong with origins that are none: $says', ({ forward, says }) => {
  expect(() => createTestPortal({ forward })).toThrow(TypeError)
  expect(() => createTestPortal({ forward })).toThrow(says)
})
