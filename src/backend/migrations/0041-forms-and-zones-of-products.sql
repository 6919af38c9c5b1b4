-- Each product of an event has an attendee form of its own, and its slots are by its own clock.
--
-- Not breaking: a program that does not know the column adds forms without a product, which are those of the event's
-- first product. If an event has several products, such a program may write the questions of one into the form of
-- another; the next sync by a program that knows the column corrects them.

alter table forms
  add column woo_product_id bigint check (woo_product_id > 0),
  drop constraint forms_event_id_key,
  add constraint forms_one_a_product unique nulls not distinct (event_id, woo_product_id);

update forms f set woo_product_id = e.woo_product_id from events e where e.id = f.event_id;

-- The zone of each further product, by its id, where it is another one than the first product's.
alter table events add column product_zones jsonb;
