-- Reading the backend: what its lists, its search and the local gate need.

-- On how many days the event lets people in, as the store says; the gate asks for one of them.
alter table events add column num_days integer not null default 1 check (num_days > 0);

-- Text as people look for it: without accents and signs. The first 300 letters of it, so that nobody can write a
-- name that an index refuses. Upper and lower case are left to the text search, which knows no difference.
create function search_words(given text) returns text
  language sql immutable parallel safe
  return translate(left(coalesce(given, ''), 300),
    'ÁÀÂÄÃÅÉÈÊËÍÌÎÏÓÒÔÖÕØÚÙÛÜÑÇÝáàâäãåéèêëíìîïóòôöõøúùûüñçýÿ!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~¡¿´·‘’“”«»–—',
    'aaaaaaeeeeiiiioooooouuuuncyaaaaaaeeeeiiiioooooouuuuncyy                                              ');

-- Every word that was typed, as the beginning of a word; a single letter has to be a word of its own.
create function search_query(given text) returns tsquery
  language sql immutable parallel safe
  return (select to_tsquery('simple', coalesce(
      string_agg(word || case when length(word) > 1 then ':*' else '' end, ' & '), ''))
    from regexp_split_to_table(search_words(given), '\s+') as word where word <> '');

create index orders_search on orders
  using gin (to_tsvector('simple', search_words(first_name) || ' ' || search_words(last_name)));
create index tickets_search on tickets using gin (to_tsvector('simple',
  search_words(first_name) || ' ' || search_words(last_name) || ' ' || search_words(company)));
-- Found by how they begin: what a gate scans, what a mail says.
create index orders_number on orders (number text_pattern_ops);
create index orders_email on orders (lower(email) text_pattern_ops) where email is not null;
create index tickets_ticket_number on tickets (ticket_number text_pattern_ops) where ticket_number is not null;
create index tickets_display_number on tickets (display_number text_pattern_ops) where display_number is not null;
create index tickets_email on tickets (lower(email) text_pattern_ops) where email is not null;

-- Lists go by key: each index begins with what a list is narrowed to and ends with its order. A date that is not
-- known comes last. removed_at is in it because every list asks for it.
create index orders_newest on orders (coalesce(ordered_at, '-infinity'), id) include (removed_at);
create index orders_event_newest on orders (event_id, coalesce(ordered_at, '-infinity'), id) include (removed_at);
create index orders_status on orders (status, coalesce(ordered_at, '-infinity'), id) include (removed_at);
-- Counting an event's tickets by tier and state reads this index alone.
create index tickets_event on tickets (event_id, id)
  include (removed_at, ticket_tier_id, status, check_in_status);
create index tickets_status on tickets (status, id) include (removed_at, event_id);
create index tickets_check_in on tickets (check_in_status, id) include (removed_at, event_id, status);
create index tickets_removed on tickets (id) where removed_at is not null;
create index tickets_tier on tickets (ticket_tier_id, id) include (removed_at, status, check_in_status);
create index refunds_newest on refunds (coalesce(refunded_at, '-infinity'), id) include (removed_at);
