-- Settlement statements: what an organizer is owed for an event in a currency, period by period. A closed statement never
-- changes; what changes in the store later is a line of the next one. See docs/statements.md and
-- docs/decisions/0034-settlement-statements.md.

-- Money that was paid to an organizer, as people record it.
create table payouts (
  id uuid primary key,
  event_id uuid not null references events (id),
  currency text not null,
  -- Negative: the organizer paid it back.
  amount numeric(26, 8) not null check (amount <> 0),
  -- In the event's zone.
  paid_on date not null,
  -- The number of the transfer, for example.
  reference text,
  -- null: on the command line
  recorded_by uuid references users (id),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index payouts_event on payouts (event_id, currency, paid_on);

create table settlement_statements (
  id uuid primary key,
  event_id uuid not null references events (id),
  currency text not null,
  -- 1, 2, 3, … for each event and currency
  number integer not null check (number > 0),
  organizer_id uuid not null references organizers (id),
  -- Names, days and zone as they were at the closing.
  organizer_name text not null,
  event_title text not null,
  timezone text not null,
  -- The first statement has no start.
  first_day date,
  last_day date not null,
  period_start timestamptz,
  period_end timestamptz not null,
  opening numeric(26, 8) not null,
  sales numeric(26, 8) not null,
  refunds numeric(26, 8) not null,
  service_fees numeric(26, 8) not null,
  corrections numeric(26, 8) not null,
  payouts numeric(26, 8) not null,
  closing numeric(26, 8) not null,
  line_count integer not null,
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  closed_at timestamptz not null,
  -- null: on the command line
  closed_by uuid references users (id),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint settlement_statements_number unique (event_id, currency, number),
  constraint settlement_statements_start check ((number = 1) = (period_start is null)),
  constraint settlement_statements_period check (period_end > coalesce(period_start, '-infinity')),
  constraint settlement_statements_days check (last_day >= first_day),
  constraint settlement_statements_balance
    check (closing = opening + sales - refunds - service_fees + corrections - payouts)
);
create index settlement_statements_closed on settlement_statements (closed_at, id);

-- What an order adds to the balance beyond all earlier lines of the order, or a payout. The columns name an order as it
-- was at the closing, so they have no foreign key to it.
create table settlement_lines (
  statement_id uuid not null references settlement_statements (id) deferrable initially deferred,
  position integer not null,
  kind text not null check (kind in ('sale', 'refund', 'correction', 'payout')),
  -- why an order that was stated before, or belongs to an earlier period, has another amount
  reason text check (reason in ('found_later', 'gone', 'trashed', 'left_event', 'currency_changed', 'status_changed',
    'restored', 'amount_changed', 'refunded', 'refund_withdrawn', 'fee_changed')),
  order_id uuid,
  woo_order_id bigint,
  order_number text,
  payout_id uuid references payouts (id),
  reference text,
  -- when the order was paid, or the refund or payout was made
  happened_at timestamptz,
  ticket_numbers jsonb not null default '[]',
  gross numeric(26, 8) not null,
  refunded numeric(26, 8) not null,
  service_fee numeric(26, 8) not null,
  -- what the line adds to the balance
  amount numeric(26, 8) not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (statement_id, position),
  constraint settlement_lines_subject check ((kind = 'payout') = (payout_id is not null)
    and (kind = 'payout') = (order_id is null)),
  constraint settlement_lines_reason check ((kind = 'correction') = (reason is not null)),
  constraint settlement_lines_amount check (kind = 'payout' or amount = gross - refunded - service_fee)
);
create unique index settlement_lines_order on settlement_lines (order_id, statement_id) where order_id is not null;
create unique index settlement_lines_payout on settlement_lines (payout_id) where payout_id is not null;

create function refuse_settlement_change() returns trigger language plpgsql as $$
declare
  has_rows boolean;
begin
  if tg_op = 'TRUNCATE' then
    execute format('select exists (select from %I.%I)', tg_table_schema, tg_table_name) into has_rows;
    if not has_rows then return null; end if;
  end if;
  raise exception 'A closed settlement statement never changes.' using errcode = 'restrict_violation';
end
$$;

create trigger settlement_statements_frozen before update or delete on settlement_statements
  for each row execute function refuse_settlement_change();
create trigger settlement_statements_kept before truncate on settlement_statements
  for each statement execute function refuse_settlement_change();
create trigger settlement_lines_frozen before update or delete on settlement_lines
  for each row execute function refuse_settlement_change();
create trigger settlement_lines_kept before truncate on settlement_lines
  for each statement execute function refuse_settlement_change();

-- A closing inserts the lines first and then their statement.
create function refuse_settlement_lines() returns trigger language plpgsql as $$
begin
  if exists (select from added_lines l join settlement_statements s on s.id = l.statement_id) then
    raise exception 'A closed settlement statement gets no more lines.' using errcode = 'restrict_violation';
  end if;
  return null;
end
$$;
create trigger settlement_lines_complete after insert on settlement_lines
  referencing new table as added_lines for each statement execute function refuse_settlement_lines();

-- A session that does not see the statement yet, because its closing has not ended, could add a line meanwhile. A closing
-- numbers its lines from 1 to their count, so a further line has no free place.
create function check_settlement_place() returns trigger language plpgsql as $$
begin
  if not coalesce(
    new.position between 1 and (select line_count from settlement_statements where id = new.statement_id), false) then
    raise exception 'A closed settlement statement gets no more lines.' using errcode = 'restrict_violation';
  end if;
  return null;
end
$$;
create constraint trigger settlement_lines_placed after insert on settlement_lines
  deferrable initially deferred for each row execute function check_settlement_place();

-- Statements of an event and currency follow each other without gaps, and their figures are those of their lines.
create function check_settlement_statement() returns trigger language plpgsql as $$
declare
  previous record;
  added record;
begin
  select number, period_end, closing into previous from settlement_statements
  where event_id = new.event_id and currency = new.currency order by number desc limit 1;
  if new.number <> coalesce(previous.number, 0) + 1 or new.opening <> coalesce(previous.closing, 0)
    or new.period_start is distinct from previous.period_end then
    raise exception 'A settlement statement must follow the last one.' using errcode = 'restrict_violation';
  end if;
  select count(*) as lines,
    coalesce(sum(gross) filter (where kind = 'sale'), 0) as sales,
    coalesce(sum(refunded) filter (where kind in ('sale', 'refund')), 0) as refunds,
    coalesce(sum(service_fee) filter (where kind in ('sale', 'refund')), 0) as service_fees,
    coalesce(sum(amount) filter (where kind = 'correction'), 0) as corrections,
    coalesce(-sum(amount) filter (where kind = 'payout'), 0) as payouts,
    coalesce(sum(amount), 0) as amount
  into added from settlement_lines where statement_id = new.id;
  if (new.line_count, new.sales, new.refunds, new.service_fees, new.corrections, new.payouts, new.closing)
    is distinct from (added.lines, added.sales, added.refunds, added.service_fees, added.corrections, added.payouts,
      new.opening + added.amount) then
    raise exception 'A settlement statement must have the sums of its lines.' using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;
create trigger settlement_statements_follow before insert on settlement_statements
  for each row execute function check_settlement_statement();

create function refuse_stated_payout_change() returns trigger language plpgsql as $$
begin
  if exists (select from settlement_lines where payout_id = old.id) then
    raise exception 'A payout in a closed settlement statement never changes.' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end
$$;
create trigger payouts_frozen before update or delete on payouts
  for each row execute function refuse_stated_payout_change();
