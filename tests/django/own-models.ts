import type pg from 'pg';
import type { Backend } from '../pipe/sync-store.ts';

/** What the page's mapping file must make of Taquilla's tables, as SQL for both sides, written by hand. */
const SIDES: Readonly<Record<string, { readonly ours: string; readonly theirs: string }>> = {
  Evento: {
    ours: `select jsonb_build_array(id, title, starts_at, coalesce(venue, ''), removed_at is null) from events`,
    theirs: `select jsonb_build_array(taquilla_id, titulo, empieza, lugar, vigente) from agenda_evento`,
  },
  Compra: {
    ours: `select jsonb_build_array(event_id, woo_order_id,
        case status when 'paid' then 'pagada' when 'refunded' then 'devuelta' else 'otra' end,
        coalesce(email, ''), round(total, 2), round(refunded, 2))
      from orders`,
    theirs: `select jsonb_build_array(e.taquilla_id, pedido, estado, correo, total, devuelto)
      from agenda_compra c join agenda_evento e on e.id = c.evento_id`,
  },
  Asistente: {
    ours: `select jsonb_build_array(t.id, t.event_id, o.woo_order_id, coalesce(t.first_name, ''),
        coalesce(t.last_name, ''), t.status, t.check_in_status <> 'not_checked_in', t.removed_at)
      from tickets t left join orders o on o.id = t.order_id`,
    theirs: `select jsonb_build_array(a.taquilla_id, e.taquilla_id, c.pedido, nombre, apellido, a.estado, adentro,
        eliminado_en)
      from agenda_asistente a join agenda_evento e on e.id = a.evento_id
      left join agenda_compra c on c.id = a.compra_id`,
  },
  Devolucion: {
    ours: `select jsonb_build_array(o.event_id, o.woo_order_id, r.woo_refund_id, round(r.amount, 2))
      from refunds r join orders o on o.id = r.order_id where r.removed_at is null`,
    theirs: `select jsonb_build_array(e.taquilla_id, c.pedido, d.codigo, d.monto)
      from agenda_devolucion d join agenda_compra c on c.id = d.compra_id join agenda_evento e on e.id = c.evento_id`,
  },
};

export interface Compared {
  readonly rows: number;
  readonly missing: readonly string[];
  readonly surplus: readonly string[];
}

/** Rows that the project lacks, and rows that only the project has, by model. */
export async function compareModels(
  backend: Backend,
  own: pg.Pool,
): Promise<Readonly<Record<string, Compared>>> {
  const compared: Record<string, Compared> = {};
  for (const [model, { ours, theirs }] of Object.entries(SIDES)) {
    const [wanted, found] = [
      lines(await backend.db.query<{ line: string }>(asLines(ours))),
      lines(await own.query<{ line: string }>(asLines(theirs))),
    ];
    compared[model] = {
      rows: wanted.length,
      missing: wanted.filter((line) => !found.includes(line)),
      surplus: found.filter((line) => !wanted.includes(line)),
    };
  }
  return compared;
}

function asLines(sql: string): string {
  return `select line::text from (${sql}) as rows (line)`;
}

function lines({ rows }: { readonly rows: readonly { readonly line: string }[] }): readonly string[] {
  return rows.map(({ line }) => line);
}

/** A model that finds its rows by event and number, with the number as text. */
export const PASE = `

class Pase(models.Model):
    evento = models.ForeignKey(Evento, models.PROTECT)
    numero = models.CharField(max_length=20)

    class Meta:
        unique_together = (('evento', 'numero'),)
`;
export const PASE_ENTRY = {
  table: 'tickets',
  model: 'agenda.Pase',
  key: { evento: 'event_id', numero: 'woo_ticket_id' },
  fields: {},
  removed: 'delete',
} as const;
