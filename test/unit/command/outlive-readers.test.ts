import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { outliveReaders } from '../../../src/command/outlive-readers.js'

it('an output that nobody reads any more is no failure; any other error of one still is', () => {
  const outputs = [new EventEmitter(), new EventEmitter()]
  outliveReaders(outputs)
  for (const output of outputs) {
    output.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
    const full = Object.assign(new Error('write ENOSPC'), { code: 'ENOSPC' })
    expect(() => output.emit('error', full)).toThrow(full)
  }
})
