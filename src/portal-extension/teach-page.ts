import { type Command, createCommands, type PageGlobals } from './commands.js'

/** One place where apps are opened: the commands of its pages are what its prototype has. */
interface Placement {
  readonly prototype: Record<string, Command | undefined>
}

/** What the script of a portal's page makes of apps, as far as it is needed here. */
interface AppLayout {
  /** Makes a placement, or finds it. Every opening of an app begins with it. */
  initializePlacement(name: string): Placement | undefined
  /** The placements that there are, by name. */
  readonly placementInterface?: Readonly<Record<string, Placement>>
}

/** The window of a portal's page. */
export interface PortalWindow extends PageGlobals {
  readonly BX?: { readonly rest?: { readonly AppLayout?: AppLayout } }
}

/**
 * Adds the commands to every placement of a page: those that there are, and each other one as soon as an app is opened in it. What
 * the portal has by such a name stays as it is. In a page without `BX.rest.AppLayout` it says so, and does nothing.
 */
export function teachPage(page: PortalWindow): void {
  const appLayout = page.BX?.rest?.AppLayout
  if (typeof appLayout?.initializePlacement !== 'function') {
    console.error(
      'bx24-events: this page has no BX.rest.AppLayout. Load this script behind the extension "applayout" of the portal.',
    )
    return
  }
  const commands = Object.entries(createCommands(page))
  const { initializePlacement } = appLayout

  appLayout.initializePlacement = (...given) => {
    const placement = initializePlacement.apply(appLayout, given)
    // What an unknown version of the page does instead must not keep apps from being opened.
    const prototype = placement?.prototype
    if (prototype) for (const [name, command] of commands) prototype[name] ??= command
    return placement
  }
  // An app that is open already sees them too: its commands are looked up as they are called.
  for (const name of ['DEFAULT', ...Object.keys(appLayout.placementInterface ?? {})]) {
    appLayout.initializePlacement(name)
  }
}
