import type { Tool } from './tool.ts';

export const MARIADB_TOOL: Tool<'server' | 'client' | 'installDb'> = {
  name: 'mariadb',
  title: 'MariaDB',
  programs: { server: ['mariadbd'], client: ['mariadb'], installDb: ['mariadb-install-db'] },
  debian: { packages: ['mariadb-server-core', 'mariadb-client-core'], folders: ['usr/sbin', 'usr/bin'] },
  install: {
    debian: 'sudo apt-get install mariadb-server',
    fedora: 'sudo dnf install mariadb-server',
    macos: 'brew install mariadb',
  },
};
