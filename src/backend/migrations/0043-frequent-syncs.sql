-- Configurations may sync every minute or every five minutes.
alter table sync_configurations
  drop constraint sync_configurations_frequency_check,
  add constraint sync_configurations_frequency_check check (frequency in
    ('manual', 'every_minute', 'every_5_minutes', 'every_15_minutes', 'hourly', 'daily', 'weekly', 'monthly'));
