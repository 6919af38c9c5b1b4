import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CHECKOUT } from './compose-files.ts';

const call = promisify(execFile);
const OUTPUT_LIMIT_BYTES = 64_000_000;
export const IMAGE_FOLDER = join(CHECKOUT, '.taquilla', 'image');

/** buildah with separate storage below `.taquilla/`, without an engine and without overlays of the kernel. */
export async function buildah(command: string, ...args: readonly string[]): Promise<string> {
  await mkdir(IMAGE_FOLDER, { recursive: true });
  const place = ['--root', join(IMAGE_FOLDER, 'store'), '--runroot', join(IMAGE_FOLDER, 'run')];
  const { stdout } = await call('buildah', [...place, '--storage-driver', 'vfs', command, ...args], {
    cwd: CHECKOUT,
    maxBuffer: OUTPUT_LIMIT_BYTES,
  });
  return stdout.trim();
}

export async function runTool(file: string, ...args: readonly string[]): Promise<string> {
  return (await call(file, args, { cwd: IMAGE_FOLDER, maxBuffer: OUTPUT_LIMIT_BYTES })).stdout.trim();
}
