#!/usr/bin/env node
/** `npx bx24-portal <app URL>`: a simulated portal around an app, from the command line. */

import { runCommand } from './command/run-command.js'

await runCommand(process)
