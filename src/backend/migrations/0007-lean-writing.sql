-- A first sync writes hundreds of thousands of rows: what each of them costs beside itself.

-- Looking up each letter among a hundred costs more than the rest of the search's index. A word of plain letters and
-- digits has nothing to be translated; the answer is the same.
create or replace function search_words(given text) returns text
  language sql immutable parallel safe
  return case when given is null then '' when given ~ '^[A-Za-z0-9 ]*$' then left(given, 300) else
    translate(left(given, 300),
    'ÁÀÂÄÃÅÉÈÊËÍÌÎÏÓÒÔÖÕØÚÙÛÜÑÇÝáàâäãåéèêëíìîïóòôöõøúùûüñçýÿ!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~¡¿´·‘’“”«»–—',
    'aaaaaaeeeeiiiioooooouuuuncyaaaaaaeeeeiiiioooooouuuuncyy                                              ') end;

-- The journal is read by execution and by row, never by its number alone.
alter table sync_changes drop constraint sync_changes_pkey, add primary key (execution_id, id);
drop index sync_changes_execution;
