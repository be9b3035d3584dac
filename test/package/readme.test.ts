import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { FLAGS } from '../../src/command/flags.js'
import { repository } from '../support/run.js'

const readme = await readFile(join(repository, 'README.md'), 'utf8')
const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target)

/** What GitHub makes of a heading, for a link to lead to. */
function anchorOf(heading: string): string {
  return `#${heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-')}`
}

it('has a heading for every link that leads to one', () => {
  const headings = [...readme.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading))
  const inner = links.filter((target) => target.startsWith('#'))
  expect(inner).not.toEqual([])
  expect(inner.filter((target) => !headings.includes(target))).toEqual([])
})

it('links to files that are there', async () => {
  const files = links.filter((target) => !/^(#|https:)/.test(target))
  expect(files).toContain('demo/picture.png')
  await Promise.all(files.map((file) => access(join(repository, file))))
})

it('names every flag of the command, and no other', () => {
  const section = readme.split('## A local portal for any app')[1]?.split('\n## ')[0] ?? ''
  const rows = section.split('\n').filter((line) => line.startsWith('| `--'))
  const named = rows.flatMap((row) => [...(row.split(/(?<!\\)\|/)[1] ?? '').matchAll(/--([\w-]+)/g)])
  const flags = [...FLAGS.keys()].filter((name) => name !== 'help' && name !== 'version')
  expect(named.map(([, name]) => name).sort()).toEqual(flags.sort())
})
