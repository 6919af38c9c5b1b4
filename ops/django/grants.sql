-- Made from the migrated schema by "npm run django-app": changes belong there.
-- Run it as the owner of the tables, with their schema and the role of the Django project, again after every upgrade:
--   psql "$DATABASE_URL" -1 -v schema=public -v role=backoffice -f grants.sql
\set ON_ERROR_STOP on
grant usage on schema :"schema" to :"role";
grant select (id, name, slug, contact_email, created_at, updated_at) on :"schema".organizers to :"role";
grant select (id, organizer_id, configuration_id, title, slug, description, status, visibility, starts_at,
  ends_at, timezone, venue, woo_product_id, woo_variation_id, store_url, removed_at, removed_reason,
  created_at, updated_at, num_days, product_days, product_zones) on :"schema".events to :"role";
grant update (title, description, starts_at, ends_at, timezone, venue) on :"schema".events to :"role";
grant select (id, event_id, name, woo_product_id, woo_variation_id, price, currency, capacity, form_id,
  removed_at, removed_reason, created_at, updated_at, stock_left) on :"schema".ticket_tiers to :"role";
grant update (name, price, capacity) on :"schema".ticket_tiers to :"role";
grant select (id, event_id, name, removed_at, removed_reason, created_at, updated_at, woo_product_id) on :"schema".forms to :"role";
grant select (id, form_id, key, label, type, required, options, position, removed_at, removed_reason,
  created_at, updated_at) on :"schema".form_fields to :"role";
grant select (id, event_id, woo_order_id, number, status, source_status, email, first_name, last_name, phone,
  billing, payment_method, payment_method_title, transaction_id, coupon_codes, customer_note, currency,
  subtotal, discount, tax, total, refunded_by_lines, refunded_apportioned, refunded, net, service_fee,
  organizer_amount, rounding, order_total, order_refunded, ordered_at, paid_at, completed_at, modified_at,
  anonymised_at, removed_at, removed_reason, created_at, updated_at) on :"schema".orders to :"role";
grant select (id, order_id, ticket_tier_id, woo_item_id, name, quantity, refunded_quantity, subtotal,
  discount, tax, total, refunded, unticketed_quantity, unticketed_amount, attributes, removed_at,
  removed_reason, created_at, updated_at) on :"schema".order_items to :"role";
grant select (id, order_id, woo_refund_id, amount, order_amount, reason, refunded_at, removed_at,
  removed_reason, created_at, updated_at) on :"schema".refunds to :"role";
grant select (id, refund_id, order_item_id, woo_item_id, quantity, amount, tax, removed_at, removed_reason,
  created_at, updated_at) on :"schema".refund_lines to :"role";
grant select (id, event_id, order_id, order_item_id, ticket_tier_id, origin, woo_ticket_id, woo_order_id,
  woo_product_id, woo_variation_id, pending_key, ticket_number, sequence_number, display_number, status,
  source_status, source_post_status, create_type, check_in_status, checked_in_at, day_status, first_name,
  last_name, email, phone, company, designation, form_data, price, currency, service_fee, organizer_amount,
  removed_at, removed_reason, created_at, updated_at, slot, slot_at, slot_date, seat_row, seat_number) on :"schema".tickets to :"role";
grant update (first_name, last_name, email, phone, company, designation, form_data) on :"schema".tickets to :"role";
grant select (id, ticket_id, day, status, at, origin, woo_check_in_id, execution_id, made_by, created_at,
  updated_at) on :"schema".check_ins to :"role";
grant select (id, ticket_id, day, reason, made_by, at, created_at, updated_at) on :"schema".refused_check_ins to :"role";
grant select (id, email, role, disabled_at, created_at, updated_at, wants_alerts, language, name,
  sees_personal_data, last_login_at) on :"schema".users to :"role";
grant select (id, name, organizer_id, woo_product_id, woo_variation_id, event_name, event_description,
  event_start_date, event_end_date, ticket_tier_name, service_fee_percentage, frequency, status,
  refund_policy, pinned_site_url, created_at, updated_at, timezone, run_at, next_due_at, last_sync_at,
  last_sync_status, last_success_at, total_executions, successful_executions, failed_executions,
  unverified_executions, success_rate, created_by, sweep_budget_seconds, max_removal_percent, deleted_at,
  timezone_source, store_timezone, woo_translations, live_switch, live_switch_until) on :"schema".sync_configurations to :"role";
grant select (id, configuration_id, event_id, trigger, depth, status, verification, counts, timings_ms,
  unmapped_statuses, warnings, error_code, error_message, started_at, finished_at, created_at, updated_at,
  planned_at, requested_by, retry_of, max_retries, failed_attempts, takeovers, next_attempt_at, stop_reason,
  error_kind, requested_depth, proof_scope, whole_proved_at, newest_change_at, first_failed_at, preview_id,
  has_long_proof) on :"schema".sync_executions to :"role";
grant select (id, configuration_id, execution_id, table_name, row_id, field, base, ours, theirs, settled_at,
  created_at, updated_at, kind, settled_as, settled_by, note, seen_valid_at) on :"schema".conflicts to :"role";
grant select (id, configuration_id, execution_id, kind, woo_id, woo_order_id, code, message, settled_at,
  created_at, updated_at, left_out_currency, left_out_total, left_out_is_partial, left_out_tickets,
  left_out_checked_in, dismissed_at, dismissed_by, dismiss_note) on :"schema".sync_rejects to :"role";
grant select (id, configuration_id, execution_id, kind, woo_id, woo_order_id, field, reason, created_at,
  updated_at) on :"schema".sync_notes to :"role";
