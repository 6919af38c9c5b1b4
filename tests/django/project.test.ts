import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandsOf } from '../docs/page-commands.ts';
import { sampleStoresPresent } from '../pipe/truth-file.ts';
import { tellIfNoSampleStores } from '../pipe/without-sample-stores.ts';
import { DjangoProject } from './django-project.ts';
import { compareModels } from './own-models.ts';
import { demoStage, type Stage, sampleStage } from './stages.ts';

const PAGE = 'docs/django-app.md';
const STAGES: readonly (readonly [string, () => Promise<Stage>])[] = [
  ['a demo store', demoStage],
  ...(sampleStoresPresent
    ? [
        [
          'the sample store hpos, A to B',
          async () => await sampleStage('hpos-small', 'changes/hpos-B'),
        ] as const,
      ]
    : []),
];

/** Thousands of rows are saved one by one; on a busy machine this takes a while. */
const HANGS_AFTER_MS = 600_000;

tellIfNoSampleStores();

describe.each(STAGES)(`the project of ${PAGE} beside %s`, (_name, open) => {
  let stage: Stage;
  let project: DjangoProject;

  beforeAll(async () => {
    stage = await open();
    project = await DjangoProject.open(stage);
  });
  afterAll(async () => {
    await project.close();
    await stage.close();
  });

  async function expectSame(): Promise<void> {
    const compared = await compareModels(stage.backend, project.own);
    expect(Object.keys(compared)).toHaveLength(4);
    for (const [model, { rows, missing, surplus }] of Object.entries(compared)) {
      expect([model, rows > 0, missing, surplus]).toEqual([model, true, [], []]);
    }
  }

  async function followed(): Promise<string> {
    const said = await project.command('follow_taquilla', 'mapping.json', '--once');
    expect(said).toMatchObject({ code: 0, err: '' });
    return said.out;
  }

  async function idOf(sql: string): Promise<string> {
    const { rows } = await stage.backend.db.query<{ id: string }>(sql);
    return rows[0]?.id ?? '';
  }

  test(
    'is created by the commands of the page, and its models have rows',
    async () => {
      for (const { text } of commandsOf(PAGE).filter(({ text: one }) => !one.startsWith('psql'))) {
        const said = await project.shell(text);
        expect([text, said.code, said.err]).toEqual([text, 0, '']);
      }
      const checked = await project.shell(
        'python manage.py check && python manage.py makemigrations --check --dry-run',
      );
      expect(checked).toEqual({
        code: 0,
        out: 'System check identified no issues (0 silenced).\nNo changes detected\n',
        err: '',
      });
      await expectSame();
    },
    HANGS_AFTER_MS,
  );

  test.runIf(open === demoStage)(
    'lists every table, with filters, searches and rows that name what they refer to',
    async () => {
      await project.signIn();
      const listed = (await project.python(`
from django.apps import apps
answer = [m._meta.model_name for m in apps.get_app_config('taquilla').get_models()]`)) as readonly string[];
      expect(listed.length).toBeGreaterThan(15);
      const empty: string[] = [];
      for (const model of listed) {
        const list = await project.get(`/admin/taquilla/${model}/`);
        expect([model, list.status]).toEqual([model, 200]);
        expect([model, list.text.includes(`/admin/taquilla/${model}/add/`)]).toEqual([model, false]);
        const [, path] =
          new RegExp(`href="(/admin/taquilla/${model}/[\\w-]+/change/)"`).exec(list.text) ?? [];
        if (path === undefined) empty.push(model);
        else expect([path, (await project.get(path)).status]).toEqual([path, 200]);
      }
      expect(empty).toEqual(
        expect.not.arrayContaining(['organizer', 'event', 'order', 'ticket', 'syncexecution']),
      );
      for (const model of ['followposition', 'followfault']) {
        expect((await project.get(`/admin/taquilla_follow/${model}/`)).status).toBe(200);
      }
      const deletable = await project.python(`
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import RequestFactory
request = RequestFactory().get('/')
request.user = User.objects.get(username='ana')
pages = [page for model, page in admin.site._registry.items() if model._meta.app_label.startswith('taquilla')]
answer = [str(page) for page in pages if page.has_delete_permission(request) or page.has_add_permission(request)]`);
      expect(deletable).toEqual([]);
      const event = await idOf('select event_id as id from tickets group by 1 order by count(*) limit 1');
      const { rows } = await stage.backend.db.query<{ active: string; email: string; found: string }>(
        `select count(*)::text as active, min(email) as email,
         (select count(*)::text from tickets where email = min(t.email)) as found
       from tickets t where event_id = $1 and status = 'active'`,
        [event],
      );
      const { active, email, found } = rows[0] ?? { active: '', email: '', found: '' };
      const filtered = await project.get(
        `/admin/taquilla/ticket/?status__exact=active&event__id__exact=${event}`,
      );
      expect(filtered.text).toMatch(new RegExp(`\\b${active} tickets`));
      expect((await project.get(`/admin/taquilla/ticket/?q=${email}`)).text).toMatch(
        new RegExp(`\\b${found} ticket`),
      );
      const ticket = await idOf('select id from tickets where order_id is not null order by id limit 1');
      const order = await idOf(`select order_id as id from tickets where id = '${ticket}'`);
      const shown = await project.get(`/admin/taquilla/ticket/${ticket}/change/`);
      expect(shown.text).toContain(`/admin/taquilla/order/${order}/change/`);
    },
  );

  test.runIf(open === demoStage)(
    'lets people edit only their own columns, and an edit survives the next sync',
    async () => {
      const event = await idOf('select id from events order by id limit 1');
      const path = `/admin/taquilla/event/${event}/change/`;
      const form = fieldsOf((await project.get(path)).text);
      expect(
        Object.keys(form)
          .filter((name) => !name.startsWith('initial-'))
          .toSorted(),
      ).toEqual(
        [
          'description',
          'ends_at_0',
          'ends_at_1',
          'starts_at_0',
          'starts_at_1',
          'timezone',
          'title',
          'venue',
        ].toSorted(),
      );
      const before = await rowOf(event);
      // another user edits another field while the page is open
      await stage.backend.db.query(`update events set venue = 'Sala B' where id = $1`, [event]);
      const saved = await project.post(path, { ...form, title: 'Título nuestro', status: 'archived' });
      expect([saved.status, saved.to]).toEqual([302, '/admin/taquilla/event/']);
      const after = await rowOf(event);
      expect(after).toMatchObject({ title: 'Título nuestro', venue: 'Sala B', status: before.status });
      expect(after.updated_at > before.updated_at).toBe(true);
      const saveAgain = await project.post(path, fieldsOf((await project.get(path)).text));
      expect(saveAgain.status).toBe(302);
      expect(await rowOf(event)).toEqual(after);
      const refused = await project.python(`
from django.core.exceptions import PermissionDenied
from taquilla.models import Event, Order
answer = []
for row, field in ((Event.objects.get(pk='${event}'), 'status'), (Order.objects.first(), 'total')):
    setattr(row, field, 'archived' if field == 'status' else 0)
    for act in (row.save, row.delete):
        try:
            act()
        except PermissionDenied as error:
            answer.append(str(error))
try:
    Event.objects.filter(pk='${event}').update(status='archived')
except Exception as error:
    answer.append(type(error).__name__)`);
      expect(refused).toEqual([
        expect.stringContaining('the sync owns status; what may be edited here: title, '),
        expect.stringContaining('and never deletes them'),
        expect.stringContaining('the sync owns total; what may be edited here: nothing.'),
        expect.stringContaining('and never deletes them'),
        'ProgrammingError',
      ]);
      const partly = await project.python(`
from django.core.exceptions import PermissionDenied
from taquilla.models import Event
row = Event(pk='${event}')
row.refresh_from_db()
answer = [row.title]
row = Event.objects.only('id').get(pk='${event}')
row.venue = 'Sala C'
row.save()
answer.append(Event.objects.get(pk='${event}').venue)
row = Event.objects.defer('organizer').get(pk='${event}')
row.organizer_id = row.organizer_id and None
try:
    row.save()
except PermissionDenied as error:
    answer.append(str(error))`);
      expect(partly).toEqual([
        'Título nuestro',
        'Sala C',
        expect.stringContaining('the sync owns organizer;'),
      ]);
      await stage.sync();
      expect(await rowOf(event)).toMatchObject({ title: 'Título nuestro', venue: 'Sala C' });
      expect(await followed()).toMatch(/events → agenda.Evento: 1 changed/);
      await expectSame();
    },
  );

  test(
    "follows the store's changes, and keeps its own ids and fields",
    async () => {
      await project.own.query(`update agenda_evento set notas = 'avisar a la sala'`);
      const idsBefore = await project.own.query('select id, taquilla_id from agenda_asistente order by id');
      await stage.change();
      await stage.sync();
      const out = await followed();
      expect(out).toMatch(/orders → agenda.Compra: .*changed/);
      expect(out).toMatch(/tickets → agenda.Asistente: .*(changed|created)/);
      await expectSame();
      const removed = await project.own.query('select from agenda_asistente where eliminado_en is not null');
      expect(removed.rowCount).toBeGreaterThan(0);
      const idsAfter = await project.own.query(
        'select id, taquilla_id from agenda_asistente where id <= $1 order by id',
        [idsBefore.rows.at(-1)?.id],
      );
      expect(idsAfter.rows).toEqual(idsBefore.rows);
      const notes = await project.own.query('select distinct notas from agenda_evento');
      expect(notes.rows).toEqual([{ notas: 'avisar a la sala' }]);
      const again = await project.command('follow_taquilla', 'mapping.json', '--once', '--again');
      expect(again.code).toBe(0);
      expect(again.out).not.toMatch(/created|[^n]changed|deleted/);
    },
    HANGS_AFTER_MS,
  );

  async function rowOf(event: string) {
    const { rows } = await stage.backend.db.query<
      Record<'title' | 'venue' | 'status' | 'updated_at', string>
    >('select title, venue, status, updated_at::text from events where id = $1', [event]);
    const [row] = rows;
    if (row === undefined) throw new Error('no event');
    return row;
  }
});

/** The values that a browser would send for a page's form. */
function fieldsOf(html: string): Readonly<Record<string, string>> {
  const [, form = ''] = html.split('id="event_form"');
  const inputs = [...form.matchAll(/<input [^>]*>/g)].map(([tag]) => [
    /name="([^"]*)"/.exec(tag)?.[1] ?? '',
    /value="([^"]*)"/.exec(tag)?.[1] ?? '',
  ]);
  const areas = [...form.matchAll(/<textarea name="([^"]*)"[^>]*>\n?([^<]*)<\/textarea>/g)].map(
    ([, name, text]) => [name ?? '', text ?? ''],
  );
  const all = [...inputs, ...areas].filter(([name = '']) => !/^(_|csrf|$)/.test(name));
  return Object.fromEntries(all.map(([name, text = '']) => [name, plain(text)]));
}

function plain(html: string): string {
  return html
    .replaceAll('&#x27;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
