/**
 * A script for the pages of a portal: it teaches them the commands by which apps make their calls. An administrator loads it
 * behind the portal's own script; README.md says how.
 */

import { type PortalWindow, teachPage } from './portal-extension/teach-page.js'

teachPage(window as PortalWindow)
