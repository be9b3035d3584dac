import { StreamingApi } from 'hono/utils/stream'
import { expect, it, vi } from 'vitest'
import { createOutbox, type PageEvent } from '../../../src/server/outbox.js'

function open() {
  const { readable, writable } = new TransformStream()
  const stream = new StreamingApi(writable, readable)
  return { stream, outbox: createOutbox(stream), page: stream.responseReadable.getReader() }
}

const update = (data: unknown): PageEvent => ({ event: 'update', data })
const large = (characters: number) => update('x'.repeat(characters))

async function readText(page: ReadableStreamDefaultReader): Promise<string> {
  return new TextDecoder().decode((await page.read()).value)
}

it('writes one thing after the other, and together what has waited', async () => {
  const { outbox, page } = open()
  outbox.add({ event: 'state', data: { a: 'b\nc' } }, { event: 'call', id: 'x/1', data: {} })
  outbox.add(update(1))
  outbox.add(update(2))
  expect(await readText(page)).toBe('event: state\ndata: {"a":"b\\nc"}\n\nevent: call\ndata: {}\nid: x/1\n\n')
  expect(await readText(page)).toBe('event: update\ndata: 1\n\nevent: update\ndata: 2\n\n')
  outbox.add(update(3))
  expect(await readText(page)).toBe('event: update\ndata: 3\n\n')
})

it('ends the stream where too much waits for a page that does not read', async () => {
  const { stream, outbox, page } = open()
  let ends = 0
  stream.onAbort(() => void ends++)
  for (let times = 0; times < 3; times++) outbox.add(large(3_000_000))
  expect(stream.aborted).toBe(false)
  for (let times = 0; times < 2; times++) outbox.add(large(3_000_000))
  expect(ends).toBe(1)
  for (let read = await page.read(); !read.done; read = await page.read())
    expect(read.value?.length).toBe(3_000_024)
})

it('ends the stream, and throws nothing, where something can not be written', async () => {
  const failures = vi.spyOn(console, 'error').mockReturnValue()
  const { stream, outbox, page } = open()
  outbox.add(update(1))
  await readText(page)
  outbox.add(update(2), update(7n))
  expect(stream.aborted).toBe(true)
  expect(String(failures.mock.lastCall?.[0])).toContain('BigInt')
  failures.mockRestore()
  outbox.add(update(3))
  expect((await page.read()).done).toBe(true)
})

it('tells a page that does read whatever it is, and as much of it', async () => {
  const { stream, outbox, page } = open()
  for (let times = 0; times < 2; times++) {
    outbox.add(large(5_000_000))
    expect((await readText(page)).length).toBe(5_000_024)
  }
  expect(stream.aborted).toBe(false)
})
