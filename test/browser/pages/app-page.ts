// An app's page in the hands of a test.

import * as appLibrary from 'bx24-events'

declare global {
  interface Window {
    appLibrary: typeof appLibrary
  }
}

window.appLibrary = appLibrary
