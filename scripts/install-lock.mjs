import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Only one process at a time installs into a folder, and the others wait. The lock is a listening socket,
 * because the kernel releases it when its holder dies, in whatever way, and its closing wakes the waiting
 * processes.
 *
 * @param {string} root
 * @param {() => void} onWait
 * @returns {Promise<() => void>} releases the lock
 */
export async function lockInstall(root, onWait) {
  const mark = createHash('sha256').update(`${process.getuid?.()} ${root}`).digest('hex').slice(0, 24);
  // On Linux this is a name without a file, so nothing is left behind.
  const address = process.platform === 'linux' ? `\0taquilla-${mark}` : join(tmpdir(), `taquilla-${mark}`);
  for (let isFirst = true; ; isFirst = false) {
    const release = await hold(address);
    if (release !== null) return release;
    if (isFirst) onWait();
    await untilReleased(address);
  }
}

/** @returns {Promise<(() => void) | null>} null if another process holds the lock */
function hold(address) {
  return new Promise((resolve, reject) => {
    const waiting = new Set();
    const server = createServer((caller) => {
      caller.on('error', () => undefined);
      waiting.add(caller);
    });
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(null) : reject(error)));
    server.listen(address, () => {
      server.unref();
      resolve(() => {
        server.close();
        for (const caller of waiting) caller.destroy();
      });
    });
  });
}

function untilReleased(address) {
  return new Promise((resolve) => {
    const caller = connect(address);
    caller.once('error', () => {
      // A holder that died left this socket behind.
      if (!address.startsWith('\0')) rmSync(address, { force: true });
    });
    caller.once('close', resolve);
    caller.resume();
  });
}
