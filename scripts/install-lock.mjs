import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * One process at a time installs into a folder; the others wait. The lock is a listening socket: the kernel
 * lets it go when its holder dies, however it dies, and its closing wakes those who wait.
 *
 * @param {string} root
 * @param {() => void} onWait
 * @returns {Promise<() => void>} lets go
 */
export async function lockInstall(root, onWait) {
  const mark = createHash('sha256').update(`${process.getuid?.()} ${root}`).digest('hex').slice(0, 24);
  // Linux: a name without a file, of which nothing stays behind
  const address = process.platform === 'linux' ? `\0taquilla-${mark}` : join(tmpdir(), `taquilla-${mark}`);
  for (let isFirst = true; ; isFirst = false) {
    const release = await hold(address);
    if (release !== null) return release;
    if (isFirst) onWait();
    await untilReleased(address);
  }
}

/** @returns {Promise<(() => void) | null>} null: another process holds it */
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
      // left by a holder that died
      if (!address.startsWith('\0')) rmSync(address, { force: true });
    });
    caller.once('close', resolve);
    caller.resume();
  });
}
