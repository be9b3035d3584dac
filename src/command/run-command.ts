import type { RuleSet } from '../portal/rules.js'
import { readOwnVersion } from '../server/own-package.js'
import { type RunningPortal, type StartPortalOptions, startPortal } from '../server/start-portal.js'
import { describeFailure, nameFlag } from './describe-failure.js'
import { endOnSignals } from './end-on-signals.js'
import { writeHelp } from './help.js'
import { outliveReaders } from './outlive-readers.js'
import { readFlags } from './read-flags.js'
import { readOptions } from './read-options.js'

/** What the command needs of the process that it is. */
export type CommandProcess = Pick<NodeJS.Process, 'argv' | 'stdout' | 'stderr' | 'on' | 'exit' | 'exitCode'>

/** Does what the command was called for. It never rejects: what fails is told on the standard error, and by the status. */
export async function runCommand(process: CommandProcess): Promise<void> {
  const { stdout, stderr } = process
  outliveReaders(process)
  const complain = (text: string) => void stderr.write(`bx24-portal: ${toLine(text)}\n`)
  try {
    const given = readFlags(process.argv.slice(2))
    if (given.isOn('help')) return void stdout.write(writeHelp())
    if (given.isOn('version')) return void stdout.write(`${await readOwnVersion()}\n`)
    const options = await readOptions(given)
    const notes = createNotes((note) => complain(nameFlag(note)))
    const running = await startPortal({ ...options, onNote: notes.add })
    stdout.write(describeRunning(running, options))
    notes.show()
    endOnSignals({
      signals: process,
      close: running.close,
      onFailure: (error) => complain(describeFailure(error).text),
      exit: process.exit.bind(process),
    })
  } catch (error) {
    const { status, text } = describeFailure(error)
    complain(text)
    process.exitCode = status
  }
}

/** What is told before the portal is up comes after the line that says where it is. */
function createNotes(show: (note: string) => void) {
  const early: string[] = []
  let isShown = false
  return {
    add(note: string) {
      if (isShown) show(note)
      else early.push(note)
    },
    show() {
      isShown = true
      for (const note of early) show(note)
    },
  }
}

function describeRunning({ url, app, portal }: RunningPortal, options: StartPortalOptions): string {
  const lines = [
    `The portal is at  ${url}  around ${app.url}`,
    `It keeps          ${describeKind(portal.rules, options)}`,
    `client_id         ${app.id}`,
    `client_secret     ${app.clientSecret}`,
    'Ctrl-C ends it.',
  ]
  return `${lines.map(toLine).join('\n')}\n`
}

/**
 * Which rules and which page these are, and how to have those of a live portal. A state that is kept may have other rules than were
 * asked for.
 */
function describeKind(rules: RuleSet, options: StartPortalOptions): string {
  const { answersCalls } = options
  const page = answersCalls ? 'a page that answers callBind itself' : 'a page without callBind, as live ones'
  const isLive = options.rules === 'current' && !answersCalls
  return `the ${rules} rules, and has ${page}.${isLive ? '' : ' For those of a live portal: --live.'}`
}

/** Some of it comes from apps, which must not steer the terminal. */
function toLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ')
}
