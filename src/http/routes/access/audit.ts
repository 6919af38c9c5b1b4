import { type AuditRow, countAudit, listAudit } from '../../../backend/audit/audit-records.ts';
import { auditPageShape } from '../../../contract/access/auth.ts';
import { listQuery } from '../../../contract/page.ts';
import { idShape, textInput } from '../../../contract/scalars.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { answerPage } from '../../replies/paging.ts';

const auditQuery = listQuery(
  { action: textInput(100).optional(), user: idShape.optional(), object_id: textInput(100).optional() },
  [],
).omit({ ordering: true });

export function auditEndpoints({ db, publicUrl }: ApiDeps): readonly Endpoint[] {
  return [
    defineEndpoint({
      method: 'GET',
      path: '/api/v1/auth/audit/',
      name: 'audit.list',
      summary: 'Who did what, the newest first.',
      access: 'superuser',
      visibleTo: 'superuser',
      query: auditQuery,
      reply: auditPageShape,
      async handle({ query, request }) {
        const filter = {
          action: query.action ?? null,
          userId: query.user ?? null,
          objectId: query.object_id ?? null,
          search: query.search ?? null,
        };
        return await answerPage(request, publicUrl, query, {
          count: async () => await countAudit(db, filter),
          rows: async (limit, offset) => (await listAudit(db, filter, limit, offset)).map(shownAudit),
        });
      },
    }),
  ];
}

function shownAudit({ sent, changes, ...row }: AuditRow) {
  const fields = Object.entries(changes ?? {}).map(([field, values]): [string, (string | null)[]] => [
    field,
    [...values],
  ]);
  return { ...row, sent: { ...sent }, changes: changes && Object.fromEntries(fields) };
}
