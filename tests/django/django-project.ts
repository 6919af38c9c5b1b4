import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { appendFile, cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { readText } from '../house/source-files.ts';
import { emptyBackendDatabase, type FreshDatabase } from '../servers/databases.ts';
import { provideDjango } from '../servers/django-tool.ts';
import { providePsql } from '../servers/psql-tool.ts';
import type { Stage } from './stages.ts';

/** A line that ends with a path in backticks, and after it the content of that file. */
const FILE = /`([\w/.]+)`:\n\n( *)```\w+\n([\s\S]*?)\n *```/g;
const PAGE = 'docs/django-app.md';
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PASSWORD = 'correct horse battery staple';

/** The addresses of the page's databases in this run. */
const HERE = `
import json, os
from backoffice.settings import *
for alias, place in json.loads(os.environ['TEST_DATABASES']).items():
    DATABASES[alias] = {**DATABASES[alias], 'ENGINE': 'django.db.backends.postgresql', **place}
PASSWORD_HASHERS = ['django.contrib.auth.hashers.MD5PasswordHasher']
`;

interface CommandOutput {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The Django project of docs/django-app.md, beside a backend of Taquilla. */
export class DjangoProject {
  readonly folder: string;
  /** The project's own database. */
  readonly own: pg.Pool;
  readonly #env: NodeJS.ProcessEnv;
  readonly #undo: (() => Promise<void>)[];
  #process: ChildProcessWithoutNullStreams | null = null;
  #replies: AsyncIterator<string> | null = null;

  private constructor(folder: string, own: pg.Pool, env: NodeJS.ProcessEnv, undo: (() => Promise<void>)[]) {
    this.folder = folder;
    this.own = own;
    this.#env = env;
    this.#undo = undo;
  }

  /** @param backend the address of Taquilla's database, for its owner, and the schema of the tables */
  static async open({ backendUrl, schema }: Pick<Stage, 'backendUrl' | 'schema'>): Promise<DjangoProject> {
    const django = await provideDjango();
    const folder = await mkdtemp(join(tmpdir(), 'taquilla-django-'));
    const database = await emptyBackendDatabase();
    const own = new pg.Pool({ connectionString: database.url, max: 2 });
    const undo: (() => Promise<void>)[] = [
      async () => await rm(folder, { recursive: true, force: true }),
      async () => await database.drop(),
      async () => await own.end(),
    ];
    const role = await backofficeRole(backendUrl, schema, database);
    undo.push(role.drop);
    await symlink('/usr/bin/python3', join(folder, 'python'));
    const places = {
      default: placeOf(database.url),
      taquilla: { ...placeOf(backendUrl), USER: role.name, PASSWORD: 'backoffice' },
    };
    const env = {
      ...django.env,
      PATH: [folder, dirname(django.programs.admin), '/usr/bin', '/bin'].join(':'),
      LC_ALL: 'C.UTF-8',
      PYTHONDONTWRITEBYTECODE: '1',
      DJANGO_SETTINGS_MODULE: 'backoffice.here',
      TEST_DATABASES: JSON.stringify(places),
    };
    const project = new DjangoProject(folder, own, env, undo);
    await project.shell('django-admin startproject --settings=django.conf.global_settings backoffice .');
    await project.shell('django-admin startapp --settings=django.conf.global_settings agenda');
    await cp(join(ROOT, 'ops/django/taquilla'), join(folder, 'taquilla'), { recursive: true });
    for (const [path, text] of filesOfPage()) {
      if (path.endsWith('settings.py')) await appendFile(join(folder, path), `\n${inSchema(schema, text)}\n`);
      else await writeFile(join(folder, path), `${text}\n`);
    }
    await writeFile(join(folder, 'backoffice/here.py'), HERE);
    return project;
  }

  /** A command as a person types it. */
  async shell(command: string): Promise<CommandOutput> {
    const options = { cwd: this.folder, env: this.#env } as const;
    return await promisify(execFile)('bash', ['--norc', '-c', command], options).then(
      ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
      (error: { code?: number; stdout?: string; stderr?: string }) => ({
        code: error.code ?? -1,
        out: error.stdout ?? '',
        err: error.stderr ?? '',
      }),
    );
  }

  async command(...args: readonly string[]): Promise<CommandOutput> {
    return (await this.#ask('command', args)) as CommandOutput;
  }

  async get(path: string): Promise<{ readonly status: number; readonly text: string }> {
    return (await this.#ask('get', path)) as { status: number; text: string };
  }

  async post(path: string, fields: Readonly<Record<string, string>>) {
    return (await this.#ask('post', path, fields)) as { status: number; to: string | null; text: string };
  }

  /** The value that Python code assigns to `answer`. */
  async python(source: string): Promise<unknown> {
    return await this.#ask('evaluate', source);
  }

  async signIn(): Promise<void> {
    await this.python(
      `from django.contrib.auth.models import User; User.objects.create_superuser('ana', 'ana@example.com', '${PASSWORD}')`,
    );
    const signedIn = await this.post('/admin/login/', { username: 'ana', password: PASSWORD });
    if (signedIn.status !== 302) throw new Error(`no sign-in: ${signedIn.text}`);
  }

  async close(): Promise<void> {
    if (this.#process !== null) {
      const ended = new Promise((resolve) => this.#process?.once('close', resolve));
      this.#process.stdin.end();
      await ended;
    }
    for (const step of this.#undo.toReversed()) await step();
  }

  async #ask(...request: readonly unknown[]): Promise<unknown> {
    if (this.#process === null) {
      const script = join(ROOT, 'tests/django/drive.py');
      const code = `import sys; sys.path.insert(0, '.'); exec(compile(open(${JSON.stringify(script)}).read(), 'drive.py', 'exec'))`;
      this.#process = spawn('/usr/bin/python3', ['-c', code], { cwd: this.folder, env: this.#env });
      this.#process.stderr.pipe(process.stderr);
      this.#replies = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
    }
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    const next = await this.#replies?.next();
    if (next === undefined || next.done === true) throw new Error('the project ended');
    const reply = JSON.parse(next.value) as { answer?: unknown; trouble?: string };
    if (reply.trouble !== undefined) throw new Error(reply.trouble);
    return reply.answer;
  }
}

/** The files that the page shows, by path. */
export function filesOfPage(): ReadonlyMap<string, string> {
  return new Map(
    [...readText(PAGE).matchAll(FILE)].map(([, path = '', indent = '', text = '']) => [
      path,
      text
        .split('\n')
        .map((line) => line.slice(indent.length))
        .join('\n'),
    ]),
  );
}

/** The page uses tables in the schema `public`, and says that another schema is named in these two places. */
function inSchema(schema: string, text: string): string {
  const named = /\b(schema|search_path)=public\b/g;
  if (!named.test(text)) throw new Error(`${PAGE} names no schema in: ${text}`);
  return text.replaceAll(named, `$1=${schema}`);
}

/** The role of the page, with exactly the rights that the page's command grants it. */
async function backofficeRole(backendUrl: string, schema: string, { url }: FreshDatabase) {
  const client = new pg.Client({ connectionString: backendUrl });
  const name = `backoffice_${new pg.Client({ connectionString: url }).database}`;
  await client.connect();
  try {
    await client.query(`create role ${name} login password 'backoffice'`);
  } finally {
    await client.end();
  }
  const [command = ''] = /psql .*/.exec(readText(PAGE)) ?? [];
  const { programs, env } = await providePsql();
  await promisify(execFile)(
    'bash',
    ['--norc', '-c', inSchema(schema, command).replace('role=backoffice', `role=${name}`)],
    {
      cwd: ROOT,
      env: { ...env, PATH: [dirname(programs.psql), '/usr/bin', '/bin'].join(':'), DATABASE_URL: backendUrl },
    },
  );
  return {
    name,
    drop: async () => {
      const admin = new pg.Client({ connectionString: backendUrl });
      await admin.connect();
      try {
        await admin.query(`drop owned by ${name}; drop role ${name}`);
      } finally {
        await admin.end();
      }
    },
  };
}

function placeOf(url: string): Readonly<Record<string, string>> {
  const { host, port, database, user, password } = new pg.Client({ connectionString: url });
  return {
    HOST: host,
    PORT: String(port),
    NAME: database ?? '',
    USER: user ?? '',
    PASSWORD: typeof password === 'string' ? password : 'backoffice',
  };
}
