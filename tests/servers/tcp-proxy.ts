import { connect, createServer, type Socket } from 'node:net';

/** A connection between two ends that tests can disturb. */
export interface TcpProxy {
  readonly port: number;
  /** Open connections through the proxy. */
  readonly open: number;
  /** Bytes received from the far side. */
  readonly received: number;
  /** From now on nothing gets through in either direction, and neither end notices. */
  stall(): void;
  resume(): void;
  /** From now on each byte is delayed by this time, in each direction. */
  delay(ms: number): void;
  /** Ends every connection with a reset; new ones are accepted. */
  reset(): void;
  /** Closes every connection; new ones are refused. */
  drop(): void;
  /** After a drop: accepts new ones again. */
  mend(): void;
  /** Text sent to the far side since the last call, as Latin-1, line after line. */
  takeAsked(): string;
  /**
   * Resolves once a connection has sent this text; from then on nothing gets through on it, and neither end notices
   * a close.
   */
  loseAnswerTo(text: string): Promise<void>;
  /** Calls back once this many more bytes have come from the far side. */
  afterBytes(count: number, act: () => void): void;
  close(): Promise<void>;
}

interface Connection {
  readonly near: Socket;
  readonly far: Socket;
}

/**
 * @param delayMs the delay of each byte, in each direction: half of the added round trip
 * @param atPort the port on which it listens; 0 for any free one
 */
export async function startProxy(toPort: number, delayMs = 0, atPort = 0): Promise<TcpProxy> {
  let laterMs = delayMs;
  const connections = new Set<Connection>();
  let stalled: (() => void)[] | null = null;
  let refusing = false;
  let asked: Buffer[][] = [];
  let received = 0;
  const dead = new Set<Connection>();
  let deadly: { readonly text: string; readonly received: () => void } | null = null;
  let trigger: { left: number; readonly act: () => void } | null = null;
  const server = createServer((near) => {
    if (refusing) {
      near.destroy();
      return;
    }
    near.setNoDelay(true);
    const far = connect({ port: toPort, host: '127.0.0.1', noDelay: true });
    const connection = { near, far };
    connections.add(connection);
    near.on('data', (bytes) => {
      listened().push(bytes);
      if (deadly === null || dead.has(connection) || !bytes.includes(deadly.text)) return;
      dead.add(connection);
      deadly.received();
      deadly = null;
    });
    let mine: { readonly of: Buffer[][]; readonly bytes: Buffer[] } | null = null;
    const listened = (): Buffer[] => {
      if (mine?.of !== asked) {
        mine = { of: asked, bytes: [] };
        asked.push(mine.bytes);
      }
      return mine.bytes;
    };
    const inOrder = createLateOrder(() => laterMs);
    const deliver = (step: () => void): void => {
      inOrder(() => {
        if (dead.has(connection)) return;
        if (stalled === null) step();
        else stalled.push(step);
      });
    };
    const join = (from: Socket, to: Socket): void => {
      from.on('data', (bytes) => {
        if (from === far) received += bytes.length;
        if (from === far && trigger !== null) {
          trigger.left -= bytes.length;
          if (trigger.left <= 0) {
            const { act } = trigger;
            trigger = null;
            act();
          }
        }
        deliver(() => void to.write(bytes));
      });
      from.on('end', () => deliver(() => void to.end()));
      from.on('error', () => undefined);
      from.on('close', () => {
        connections.delete(connection);
        deliver(() => void to.destroy());
      });
    };
    join(near, far);
    join(far, near);
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(atPort, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  const all = (): Socket[] => [...connections, ...dead].flatMap(({ near, far }) => [near, far]);
  return {
    port,
    get open() {
      return connections.size;
    },
    get received() {
      return received;
    },
    stall: () => {
      stalled ??= [];
    },
    resume: () => {
      const held = stalled ?? [];
      stalled = null;
      for (const step of held) step();
    },
    delay: (ms) => {
      laterMs = ms;
    },
    reset: () => {
      for (const socket of all()) socket.resetAndDestroy();
    },
    drop: () => {
      refusing = true;
      for (const socket of all()) socket.destroy();
    },
    mend: () => {
      refusing = false;
    },
    takeAsked: () => {
      const taken = asked;
      asked = [];
      return taken.map((bytes) => Buffer.concat(bytes).toString('latin1')).join('\n');
    },
    loseAnswerTo: async (text) =>
      await new Promise<void>((received) => {
        deadly = { text, received };
      }),
    afterBytes: (count, act) => {
      trigger = { left: count, act };
    },
    close: async () => {
      refusing = true;
      // Ends whose close was withheld are closed now.
      const held = stalled ?? [];
      stalled = null;
      for (const step of held) step();
      for (const socket of all()) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

/** Delays each step by this time, and never lets one overtake an earlier one, even if the delay changes. */
function createLateOrder(delayMs: () => number): (step: () => void) => void {
  const waiting: { readonly dueMs: number; readonly step: () => void }[] = [];
  const takeDue = (): void => {
    for (let [first] = waiting; first !== undefined; [first] = waiting) {
      const leftMs = first.dueMs - performance.now();
      if (leftMs > 0) {
        setTimeout(takeDue, leftMs);
        return;
      }
      waiting.shift();
      first.step();
    }
  };
  return (step) => {
    const lateMs = delayMs();
    if (lateMs === 0 && waiting.length === 0) return step();
    waiting.push({ dueMs: performance.now() + lateMs, step });
    if (waiting.length === 1) takeDue();
  };
}
