import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { AppError } from '../kernel/errors.ts';
import { errnoOf } from './folder-error.ts';

export interface FolderLock {
  release(): Promise<void>;
}

const TRIES = 5;

/**
 * Only one process at a time manages a server's folder. The lock is a listening socket, because the kernel
 * releases it when its holder dies, in whatever way. A process id in a file could belong to another program
 * after a restart. (If two processes remove a dead holder's socket at the same instant, both may think that
 * they hold the lock. Then the server's own lock on its data lets only one of them start.)
 *
 * @throws the error of `busy`, while another process holds the lock
 */
export async function lockFolder(socketFolder: string, busy: () => AppError): Promise<FolderLock> {
  const path = join(socketFolder, 'lock');
  for (let tried = 0; tried < TRIES; tried += 1) {
    const held = await listen(path);
    if (held !== null) return { release: () => close(held) };
    if (await answers(path)) throw busy();
    await rm(path, { force: true });
  }
  throw busy();
}

function listen(path: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((caller) => caller.destroy());
    server.once('error', (error) => (errnoOf(error) === 'EADDRINUSE' ? resolve(null) : reject(error)));
    server.listen(path, () => resolve(server.unref()));
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const caller = connect(path);
    caller.once('connect', () => {
      caller.destroy();
      resolve(true);
    });
    caller.once('error', () => resolve(false));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
