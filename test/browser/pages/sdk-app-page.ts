// An app's page that has the vendor's own library as it comes from npm, in the hands of a test.

import * as sdk from '@bitrix24/b24jssdk'

declare global {
  interface Window {
    sdk: typeof sdk
    /** The frame, once the library has begun. */
    b24: sdk.B24Frame
  }
}

window.sdk = sdk
