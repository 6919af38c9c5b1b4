import type { Tool } from '../../src/demo/servers/tool.ts';

/** The Redis that the queue tests run on. Debian's server is a link into its tools. */
export const REDIS_TOOL: Tool<'server'> = {
  name: 'redis',
  title: 'Redis',
  programs: {
    server: {
      names: ['redis-server', 'valkey-server'],
      // the oldest that BullMQ takes
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
