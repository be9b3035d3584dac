import { defineConfig } from '@playwright/test'

const { CHROMIUM_PATH } = process.env

/** Where CHROMIUM_PATH names no Chromium, it is the one that Playwright has installed. */
export default defineConfig({
  testMatch: '*.spec.ts',
  use: { launchOptions: CHROMIUM_PATH ? { executablePath: CHROMIUM_PATH } : {} },
})
