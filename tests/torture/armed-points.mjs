// Loaded into a process of the torture test: it stops or kills itself at a failpoint when asked to over IPC.
import { channel } from 'node:diagnostics_channel';

let armed = null;

process.on('message', (order) => {
  armed = order;
});
// The process ends when its work ends, even if its parent could still send it a message.
process.channel?.unref();

channel('taquilla.point').subscribe((point) => {
  if (armed === null || armed.point !== point) return;
  armed.passing -= 1;
  if (armed.passing > 0) return;
  const { signal } = armed;
  armed = null;
  process.kill(process.pid, signal);
});
