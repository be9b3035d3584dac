import { FLAG_GROUPS, type Flag, type FlagGroup } from './flags.js'

const WIDTH = 96
const INDENT = 6

const ABOUT = `bx24-portal <app URL> [flags]

Opens a simulated Bitrix24 portal around an app that you are writing: a page with the app in its
frame, REST for it, and real POSTs to the handlers that it binds. No account and no tunnel.

  npx bx24-portal http://127.0.0.1:3000/
  npx bx24-portal http://127.0.0.1:3000/ --scope crm,task --live
  npx bx24-portal http://127.0.0.1:3000/ --user 1:Anna:admin --user 2:Boris --not-installed
  npx bx24-portal http://127.0.0.1:3000/ --forward https://app.example.com=http://127.0.0.1:3000
  npx bx24-portal http://127.0.0.1:3000/ --answers answers.json --state portal.json

Where bx24-events is not installed: npx -p bx24-events bx24-portal <app URL>.

The app may be anything that serves a URL. Let it listen on 127.0.0.1 (Vite: --host 127.0.0.1), so
that it is of another site than the portal on localhost, as it is in a live portal.`

/** All that `--help` says. */
export function writeHelp(): string {
  return `${[ABOUT, ...FLAG_GROUPS.map(writeGroup)].join('\n\n')}\n`
}

function writeGroup({ title, flags }: FlagGroup): string {
  return [title, ...flags.map(writeFlag)].join('\n')
}

function writeFlag({ name, short, value, isList, help }: Flag): string {
  const names = [...(short ? [`-${short}`] : []), `--${name}`].join(', ')
  const head = `  ${[names, ...(value ? [value] : [])].join(' ')}`
  return [head, ...wrap(isList ? `${help} May be given again.` : help)].join('\n')
}

function wrap(text: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && INDENT + line.length + 1 + word.length > WIDTH) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].map((one) => ' '.repeat(INDENT) + one)
}
