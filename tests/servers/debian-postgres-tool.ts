import type { Tool } from '../../src/demo/servers/tool.ts';

/** The oldest supported version of PostgreSQL, from Debian 12. */
export const DEBIAN_POSTGRES_TOOL: Tool<'initdb' | 'server'> = {
  name: 'postgresql-15',
  title: 'PostgreSQL 15',
  programs: {
    initdb: {
      names: ['initdb'],
      trial: { args: ['--version'], answer: /\(PostgreSQL\) (15)\.(\d+)/, oldest: [15, 0] },
    },
    server: {
      names: ['postgres'],
      trial: { args: ['--version'], answer: /\(PostgreSQL\) (15)\.(\d+)/, oldest: [15, 0] },
    },
  },
  debian: { packages: ['postgresql-15'], folders: ['usr/lib/postgresql/15/bin'] },
  install: {
    debian: 'sudo apt-get install postgresql-15',
    fedora: 'sudo dnf install postgresql15-server',
    macos: 'brew install postgresql@15',
  },
};
