import type { FoundTool, Tool } from '../../src/demo/servers/tool.ts';
import { provideTestTool } from './provide-test-tool.ts';

/** The client of PostgreSQL, with which people run the files that pages mention. */
const PSQL_TOOL: Tool<'psql'> = {
  name: 'psql',
  title: 'psql',
  programs: {
    psql: {
      names: ['psql'],
      trial: { args: ['--version'], answer: /\(PostgreSQL\) (\d+)\.(\d+)/, oldest: [12, 0] },
    },
  },
  debian: { packages: ['postgresql-client-15'], folders: ['usr/lib/postgresql/15/bin'] },
  install: {
    debian: 'sudo apt-get install postgresql-client',
    fedora: 'sudo dnf install postgresql',
    macos: 'brew install libpq',
  },
};

export async function providePsql(): Promise<FoundTool<'psql'>> {
  return await provideTestTool(PSQL_TOOL, 'us');
}
