import type { FoundTool, Tool } from '../../src/demo/servers/tool.ts';
import { provideTestTool } from './provide-test-tool.ts';

/** Django with the driver of PostgreSQL, for the system's Python. */
const DJANGO_TOOL: Tool<'admin'> = {
  name: 'django',
  title: 'Django',
  programs: {
    admin: {
      names: ['django-admin'],
      trial: { args: ['--version'], answer: /^(\d+)\.(\d+)/, oldest: [3, 2] },
    },
  },
  debian: {
    packages: [
      'python3-django',
      'python3-asgiref',
      'python3-sqlparse',
      'python3-tz',
      'python3-typing-extensions',
      'python3-psycopg2',
    ],
    folders: ['usr/bin'],
    loaded: /^_psycopg\..*\.so$/,
    variables: { PYTHONPATH: 'usr/lib/python3/dist-packages' },
  },
  install: {
    debian: 'sudo apt-get install python3-django python3-psycopg2',
    fedora: 'sudo dnf install python3-django python3-psycopg2',
    macos: 'pip3 install django psycopg2-binary',
  },
};

export async function provideDjango(): Promise<FoundTool<'admin'>> {
  return await provideTestTool(DJANGO_TOOL, 'us');
}
