import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { repository } from './run.js'

/** An editor with this repository open. */
export interface Editor {
  /** What it offers where the last `|` stands in a piece of TypeScript. */
  completionsAt(marked: string): Promise<string[]>
  close(): void
}

/**
 * TypeScript's own language server, which reads the repository once, for all questions. `path`, in the repository, is where
 * the imports of what it is asked about start; nothing is written there.
 */
export async function openEditor(path: string): Promise<Editor> {
  const uri = pathToFileURL(join(repository, path)).href
  const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'))
  const server = spawn(process.execPath, [join(typescript, 'bin/tsc'), '--lsp', '--stdio'])
  const { ask, tell } = talkTo(server)
  await ask('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(repository).href,
    capabilities: {},
  })
  tell('initialized', {})

  return {
    async completionsAt(marked) {
      const mark = marked.lastIndexOf('|')
      const [before, after] = [marked.slice(0, mark), marked.slice(mark + 1)]
      const lines = before.split('\n')
      const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 }
      const document = { uri, languageId: 'typescript', version: 1, text: before + after }
      tell('textDocument/didOpen', { textDocument: document })
      const offered = await ask('textDocument/completion', { textDocument: { uri }, position })
      tell('textDocument/didClose', { textDocument: { uri } })
      const { items } = (offered ?? { items: [] }) as { items: { label: string }[] }
      return items.map(({ label }) => label)
    },
    // It ends with its input.
    close: () => void server.stdin.end(),
  }
}

interface Message {
  readonly id?: number | string
  readonly method?: string
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

/** JSON-RPC over the standard streams of a process, as the Language Server Protocol has it. */
function talkTo(server: ChildProcessWithoutNullStreams) {
  const pending = new Map<number | string, { resolve(result: unknown): void; reject(error: Error): void }>()
  let lastId = 0
  let errors = ''

  const send = (message: object) => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message })
    server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
  }
  const rejectAll = (error: Error) => {
    for (const { reject } of pending.values()) reject(error)
  }
  server.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  server.once('error', rejectAll)
  server.once('close', (status) => {
    rejectAll(new Error(`The language server ended with status ${status}\n${errors}`))
  })
  // Writing to a server that has ended is told by its end.
  server.stdin.on('error', () => undefined)
  readMessages(server, ({ id, method, result, error }) => {
    if (id === undefined) return
    // The server asks too, and waits: null says that there is nothing to say.
    if (method !== undefined) send({ id, result: null })
    else if (error === undefined) pending.get(id)?.resolve(result)
    else pending.get(id)?.reject(new Error(error.message))
  })

  return {
    ask(method: string, params: object): Promise<unknown> {
      return new Promise((resolve, reject) => {
        lastId += 1
        pending.set(lastId, { resolve, reject })
        send({ id: lastId, method, params })
      })
    },
    tell: (method: string, params: object) => send({ method, params }),
  }
}

/** A message is a header that says how many bytes follow, an empty line, and JSON. */
function readMessages(server: ChildProcessWithoutNullStreams, listener: (message: Message) => void): void {
  const separator = '\r\n\r\n'
  let unread = Buffer.alloc(0)
  server.stdout.on('data', (bytes: Buffer) => {
    unread = Buffer.concat([unread, bytes])
    for (;;) {
      const headerEnd = unread.indexOf(separator)
      if (headerEnd < 0) return
      const length = Number(/Content-Length: (\d+)/i.exec(unread.toString('latin1', 0, headerEnd))?.[1])
      const start = headerEnd + separator.length
      if (unread.length < start + length) return
      listener(JSON.parse(unread.toString('utf8', start, start + length)) as Message)
      unread = unread.subarray(start + length)
    }
  })
}
