-- What somebody at a gate knows of a buyer: any part of an e-mail address, the last digits of a phone.

-- Each three characters in a row, in small letters: an address contains what was typed only if it has all of these. An
-- index of them needs no extension, which the owner of a database may not be allowed to create.
create function mail_parts(given text) returns text[]
  language plpgsql immutable strict parallel safe as $$
declare
  address text := lower(left(given, 254));
  parts text[] := '{}';
begin
  for place in 1 .. length(address) - 2 loop
    parts[place] := substr(address, place, 3);
  end loop;
  return parts;
end $$;

-- The digits of a phone from the last to the first, without the zeros that it begins with: people say or leave out what
-- comes before the number (+56, 0056, 0), so that only the end of two phones can be compared.
create function phone_backwards(given text) returns text
  language sql immutable parallel safe
  return reverse(ltrim(regexp_replace(left(given, 60), '[^0-9]', '', 'g'), '0'));

create index orders_mail_parts on orders using gin (mail_parts(email)) where email is not null;
create index tickets_mail_parts on tickets using gin (mail_parts(email)) where email is not null;
create index orders_phone on orders (phone_backwards(phone) text_pattern_ops) where phone is not null;
create index tickets_phone on tickets (phone_backwards(phone) text_pattern_ops) where phone is not null;

-- They found the beginning of an address, which is one of its parts.
drop index orders_email, tickets_email;
