import type { Tool } from '../../src/demo/servers/tool.ts';

/** The Redis for the tests of the queue. On Debian, the server is a link to another program of the package. */
export const REDIS_TOOL: Tool<'server'> = {
  name: 'redis',
  title: 'Redis',
  programs: {
    server: {
      names: ['redis-server', 'valkey-server'],
      // the oldest version that BullMQ supports
      trial: { args: ['--version'], answer: /v=(\d+)\.(\d+)/, oldest: [6, 2] },
    },
  },
  debian: { packages: ['redis-server', 'redis-tools'], folders: ['usr/bin'] },
  install: {
    debian: 'sudo apt-get install redis-server',
    fedora: 'sudo dnf install valkey',
    macos: 'brew install redis',
  },
};
