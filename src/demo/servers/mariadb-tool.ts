import type { Trial } from '../../platform/try-program.ts';
import type { Tool } from './tool.ts';

// The first version whose programs have these names. 11.4 writes "from 11.4.2-MariaDB", and others write
// "Distrib 10.11.6-MariaDB".
const NEW_ENOUGH: Trial = {
  args: ['--no-defaults', '--version'],
  answer: /(\d+)\.(\d+)\.\d+-MariaDB/,
  oldest: [10, 5],
};

export const MARIADB_TOOL: Tool<'server' | 'client' | 'installDb'> = {
  name: 'mariadb',
  title: 'MariaDB',
  programs: {
    server: { names: ['mariadbd'], trial: NEW_ENOUGH },
    client: { names: ['mariadb'], trial: NEW_ENOUGH },
    installDb: {
      names: ['mariadb-install-db'],
      // The program exits with an error after --help.
      trial: { args: ['--help'], exitCodes: [0, 1], answer: /^Usage: / },
    },
  },
  debian: { packages: ['mariadb-server-core', 'mariadb-client-core'], folders: ['usr/sbin', 'usr/bin'] },
  install: {
    debian: 'sudo apt-get install mariadb-server',
    fedora: 'sudo dnf install mariadb-server',
    macos: 'brew install mariadb',
  },
};
