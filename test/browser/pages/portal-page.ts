// A portal's page in the hands of a test: the engine and the frames, with no server.

import * as portalLibrary from 'bx24-events/portal'

declare global {
  interface Window {
    portalLibrary: typeof portalLibrary
  }
}

window.portalLibrary = portalLibrary
