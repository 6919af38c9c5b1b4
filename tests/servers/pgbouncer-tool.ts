import type { Tool } from '../../src/demo/servers/tool.ts';

/** The pooler that some installations put in front of the backend. */
export const PGBOUNCER_TOOL: Tool<'server'> = {
  name: 'pgbouncer',
  title: 'PgBouncer',
  programs: {
    server: {
      names: ['pgbouncer'],
      trial: { args: ['--version'], answer: /PgBouncer (\d+)\.(\d+)/, oldest: [1, 12] },
    },
  },
  debian: { packages: ['pgbouncer'], folders: ['usr/sbin'] },
  install: {
    debian: 'sudo apt-get install pgbouncer',
    fedora: 'sudo dnf install pgbouncer',
    macos: 'brew install pgbouncer',
  },
};
