import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { type Browser, chromium, type LaunchOptions } from 'playwright-core'
import { runAside } from './run.js'

type Environment = Readonly<Record<string, string | undefined>>

/** One way to get a Chromium. */
export interface Installer {
  /** What it does, as a person would type it. */
  readonly command: string
  /** Whether this machine has what the installer needs. */
  isPossible(): boolean
  /** Rejects where the installation fails. */
  install(): Promise<void>
}

// Debian's headless shell is the same engine without the windows of a browser, and takes half of the time.
const namesInPath = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
]
const macApplications = [
  'Chromium.app/Contents/MacOS/Chromium',
  'Google Chrome.app/Contents/MacOS/Google Chrome',
]
const windowsApplications = ['Chromium/Application/chrome.exe', 'Google/Chrome/Application/chrome.exe']

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--no-first-run',
  '--disable-sync',
  '--disable-component-update',
]

const adviceByHand =
  'Install Chromium or Chrome (Debian: apt-get install chromium; anywhere: npx playwright-core install chromium), ' +
  'or set CHROMIUM_PATH to the executable of one that is installed.'

/** Where a Chromium usually stands, the likeliest first. */
export function usualPlaces(environment: Environment = process.env): string[] {
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const windowsFolders = [
    environment.ProgramFiles,
    environment['ProgramFiles(x86)'],
    environment.LOCALAPPDATA,
  ]
  return [
    ...folders.flatMap((folder) => namesInPath.map((name) => join(folder, name))),
    '/snap/bin/chromium',
    ...macApplications.map((application) => join('/Applications', application)),
    ...windowsFolders
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => windowsApplications.map((application) => join(folder, application))),
    chromium.executablePath(),
  ]
}

/**
 * The path of a Chromium or Chrome on this machine: the one that CHROMIUM_PATH names, else the first in the usual places.
 * Throws where CHROMIUM_PATH names a file that is not there.
 */
export function findChromium(environment: Environment = process.env): string | undefined {
  const chosen = environment.CHROMIUM_PATH
  if (!chosen) return usualPlaces(environment).find((path) => existsSync(path))
  if (!existsSync(chosen)) {
    throw new Error(`CHROMIUM_PATH is ${chosen}, and there is no such file: correct it, or unset it.`)
  }
  return chosen
}

/** The path of a Chromium, installed first where there is none. Rejects with what to do by hand where that fails. */
export async function ensureChromium(
  find: () => string | undefined = findChromium,
  installers: readonly Installer[] = [playwrightInstaller, debianInstaller],
): Promise<string> {
  const failures: string[] = []
  let path = find()
  for (const installer of installers) {
    if (path !== undefined) break
    if (!installer.isPossible()) continue
    console.error(`There is no Chromium on this machine. Installing one: ${installer.command}`)
    try {
      await installer.install()
    } catch (error) {
      failures.push(`${installer.command}: ${error instanceof Error ? error.message : String(error)}`)
    }
    path = find()
  }
  if (path === undefined) {
    throw new Error(
      ['The browser tests need Chromium, and there is none.', ...failures, adviceByHand].join('\n'),
    )
  }
  return path
}

/** Starts a headless Chromium; whoever calls this closes it. `options` are Playwright's, `args` are added to ours. */
export async function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  const { args = [], ...others } = options
  return chromium.launch({ executablePath: await ensureChromium(), ...others, args: [...flags, ...args] })
}

/** A browser that shows a page by itself. */
export interface UnattendedBrowser {
  /** Rejects when it ends before it is closed. */
  readonly ended: Promise<never>
  close(): Promise<void>
}

/** Opens a page in a headless Chromium that nothing is attached to: what drives a browser slows its pages down. */
export async function openUnattended(url: string, args: readonly string[] = []): Promise<UnattendedBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'chromium-'))
  const own = ['--headless', `--user-data-dir=${profile}`]
  const browser = spawn(await ensureChromium(), [...flags, ...own, ...args, url], {
    stdio: 'ignore',
    detached: hasGroups,
  })
  const end = () => endGroup(browser)
  process.once('exit', end)
  const exit = once(browser, 'exit')
  const ended = exit.then(([status]) => {
    throw new Error(`Chromium has ended by itself, with status ${status}.`)
  })
  // Whoever waits for it hears of it: that nobody does is no failure.
  ended.catch(() => undefined)
  return {
    ended,
    async close() {
      process.off('exit', end)
      end()
      await exit
      await rm(profile, { recursive: true, force: true, maxRetries: 10 })
    },
  }
}

const hasGroups = process.platform !== 'win32'

/** Debian's Chromium is a script, which the browser that it starts outlives: they are a group of their own. */
function endGroup({ pid, exitCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null) process.kill(hasGroups ? -pid : pid)
}

const playwrightInstaller: Installer = {
  command: 'npx playwright-core install chromium',
  isPossible: () => true,
  install() {
    const playwright = dirname(createRequire(import.meta.url).resolve('playwright-core/package.json'))
    return runAside(process.execPath, [join(playwright, 'cli.js'), 'install', 'chromium'])
  },
}

const debianInstaller: Installer = {
  command: 'apt-get update && apt-get install -y chromium-headless-shell',
  isPossible: () => existsSync('/usr/bin/apt-get') && process.getuid?.() === 0,
  async install() {
    await runAside('apt-get', ['update'])
    await runAside('apt-get', ['install', '-y', 'chromium-headless-shell'])
  },
}
