-- What a person has to decide. edited: a field was changed here and in the store. admitted: somebody was let in
-- whose ticket the store took back. settled_as says how it ended; agreed: by itself, both sides came to say the
-- same.
alter table conflicts
  add column kind text not null default 'edited' check (kind in ('edited', 'admitted')),
  add column settled_as text check (settled_as in ('ours', 'theirs', 'agreed')),
  add column settled_by uuid references users (id);
alter table conflicts alter column kind drop default;
update conflicts set settled_as = 'ours' where settled_at is not null;
alter table conflicts add check ((settled_at is null) = (settled_as is null));
create index conflicts_newest on conflicts (created_at desc, id desc);
create index conflicts_configuration on conflicts (configuration_id, created_at desc, id desc);
create index conflicts_execution on conflicts (execution_id);

-- Attendees that were edited here: so few among so many that they are found by an index of their own.
create index tickets_edited on tickets (event_id, id)
  where first_name is distinct from store_values ->> 'first_name'
    or last_name is distinct from store_values ->> 'last_name'
    or email is distinct from store_values ->> 'email'
    or phone is distinct from store_values ->> 'phone'
    or company is distinct from store_values ->> 'company'
    or designation is distinct from store_values ->> 'designation'
    or form_data is distinct from store_values -> 'form_data';
