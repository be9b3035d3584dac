import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { repository, run } from './run.js'

/** The package as npm would publish it, built anew for this run of the tests. */
export interface PackedPackage {
  /** A folder for what tests make of the package; it goes when they have run. */
  readonly folder: string
  /** Path of the tarball. */
  readonly tarball: string
  /** A folder of an empty project that has installed the tarball. */
  readonly consumer: string
  /** Where the tarball was installed: what it holds. */
  readonly installed: string
}

declare module 'vitest' {
  export interface ProvidedContext {
    packedPackage: PackedPackage
  }
}

// Each Vitest project loads this file for itself, so a variable of the module would not be shared between them.
const shared = globalThis as typeof globalThis & { packedPackage?: Promise<PackedPackage> }

/** Vitest's global setup of each project that tests what was built: packs once for all of them. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.packedPackage ??= createPackedPackage()
  const packed = await shared.packedPackage
  project.provide('packedPackage', packed)
  return () => rm(packed.folder, { recursive: true, force: true })
}

async function createPackedPackage(): Promise<PackedPackage> {
  const folder = await mkdtemp(join(tmpdir(), 'bx24-events-'))
  try {
    const tarball = await pack(folder)
    const consumer = join(folder, 'consumer')
    await install(tarball, consumer)
    return { folder, tarball, consumer, installed: join(consumer, 'node_modules', 'bx24-events') }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

async function pack(folder: string): Promise<string> {
  await run('npm', ['pack', '--pack-destination', folder], { folder: repository })
  const [name] = await readdir(folder)
  if (name === undefined) throw new Error(`npm pack left no tarball in ${folder}`)
  return join(folder, name)
}

async function install(tarball: string, folder: string): Promise<void> {
  await mkdir(folder)
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'consumer', private: true, type: 'module' }),
  )
  await run('npm', ['install', tarball, '--offline', '--no-audit', '--no-fund'], { folder })
}
