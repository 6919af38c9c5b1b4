import { chmod, cp, mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { copyTree } from './copy-tree.ts';

const Manifest = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});

/**
 * A part of this checkout in a place where every user can read it, because the checkout itself may be in root's
 * home.
 */
export interface PlainCheckout {
  readonly folder: string;
  /** A Node that every user can run. */
  readonly node: string;
}

/** Copies these files and folders, and these packages with all their dependencies. */
export async function copyPlainCheckout(
  paths: readonly string[],
  packages: readonly string[],
): Promise<PlainCheckout> {
  const folder = await mkdtemp(join(tmpdir(), 'taquilla-plain-'));
  await chmod(folder, 0o755);
  const needed = [...(await withNeeds(packages))].map((name) => join('node_modules', name));
  for (const path of ['package.json', ...paths, ...needed]) {
    await copyTree(path, join(folder, path));
  }
  if (!process.execPath.startsWith('/root/')) return { folder, node: process.execPath };
  await mkdir(join(folder, 'bin'));
  const node = join(folder, 'bin', basename(process.execPath));
  await cp(process.execPath, node);
  return { folder, node };
}

async function withNeeds(packages: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const pending = [...packages];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const manifest = found.has(name) ? null : await readManifest(name);
    if (manifest === null) continue;
    found.add(name);
    pending.push(...Object.keys(manifest.dependencies), ...Object.keys(manifest.optionalDependencies));
  }
  return found;
}

/** null if it is optional and for another platform. */
async function readManifest(name: string): Promise<z.infer<typeof Manifest> | null> {
  const text = await readFile(join('node_modules', name, 'package.json'), 'utf8').catch(() => null);
  return text === null ? null : Manifest.parse(JSON.parse(text));
}
