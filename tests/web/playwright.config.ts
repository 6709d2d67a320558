// playwright.config.ts: the built dist/, served with the headers of netlify.toml, in an installed Chromium.

import { defineConfig } from '@playwright/test'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const project = resolve(here, '../..')
const port = Number(process.env['LIMBECK_PORT'] ?? 4179)
const dist = process.env['LIMBECK_DIST'] ?? resolve(project, 'dist')

export default defineConfig({
  testDir: resolve(here, 'e2e'),
  outputDir: resolve(project, 'test-results'),
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  timeout: 30_000,
  expect: { timeout: 8_000 },
  reporter: [['list']],
  use: {
    baseURL: `http://localhost:${port}`,
    viewport: { width: 1280, height: 720 },
    // A trace of every test costs a quarter of the time: `--trace on` makes one when it is wanted.
    trace: 'off',
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium-headless-shell',
      args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
    },
  },
  webServer: {
    command: `node ${resolve(project, 'web/tools/serve.mjs')} --port ${port} --root ${dist} --config ${resolve(project, 'netlify.toml')}`,
    url: `http://localhost:${port}/`,
    reuseExistingServer: false,
  },
})
