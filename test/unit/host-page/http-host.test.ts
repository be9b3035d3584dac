import { expect, it } from 'vitest'
import type { Post } from '../../../demo/portal/api.js'
import { createHttpHost } from '../../../demo/portal/http-host.js'

it('carries what the frame asks to the server, as the user who has the app open', async () => {
  const asked: unknown[] = []
  const post: Post = async <Answer>(path: string, body: unknown) => {
    asked.push([path, body])
    return { status: 200, answer: { result: true } } as Answer
  }
  const carried = createHttpHost({ userId: 2, post, onFailure: () => undefined })
  expect(await carried.call('profile', { a: 1 })).toEqual({ status: 200, answer: { result: true } })
  await carried.initData()
  await carried.setOption({ kind: 'install', name: 'install', value: true })
  await carried.finishInstall()
  expect(asked).toEqual([
    ['/api/frame/2/call', { method: 'profile', params: { a: 1 } }],
    ['/api/frame/2/initData', {}],
    ['/api/frame/2/setOption', { kind: 'install', name: 'install', value: true }],
    ['/api/frame/2/finishInstall', {}],
  ])
})

it('tells a person too what the portal did not answer', async () => {
  const failures: string[] = []
  const failing = createHttpHost({
    userId: 9,
    post: () => Promise.reject(new Error('The portal has no user 9.')),
    onFailure: ({ text }) => failures.push(text),
  })
  await expect(failing.initData()).rejects.toThrow('The portal has no user 9.')
  expect(failures).toEqual(['The app’s question who has it open got no answer: The portal has no user 9.'])
})
