import { ToggleButton, ToggleButtonGroup, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import { NumberInput, required, SelectInput, TextInput } from 'react-admin';
import { useController, useWatch } from 'react-hook-form';
import { useTexts } from '../../i18n/use-texts.ts';
import type { MysqlBy } from './credentials-body.ts';
import { FieldGrid } from './FieldGrid.tsx';
import { SecretInput } from './SecretInput.tsx';

const TEXT_ENCODINGS = ['auto', 'utf8mb4'] as const;

export function DatabaseFields({ overSsh }: { readonly overSsh: boolean }): ReactElement {
  const say = useTexts();
  return (
    <FieldGrid>
      <PlaceFields overSsh={overSsh} />
      <TextInput
        source="mysql_database"
        label={say('credentials.database')}
        helperText={false}
        validate={required()}
        fullWidth
      />
      <TextInput
        source="table_prefix"
        label={say('credentials.table_prefix')}
        helperText={say('credentials.table_prefix_hint')}
        fullWidth
      />
      <SelectInput
        className="whole"
        source="text_encoding"
        label={say('credentials.text_encoding')}
        helperText={say('credentials.text_encoding_hint')}
        validate={required()}
        choices={TEXT_ENCODINGS.map((id) => ({ id, name: say(`credentials.text_encodings.${id}`) }))}
        translateChoice={false}
      />
      <TextInput
        className="whole"
        source="order_number_meta"
        label={say('credentials.order_number_meta')}
        helperText={say('credentials.order_number_meta_hint')}
        fullWidth
      />
      <TextInput
        source="mysql_username"
        label={say('credentials.username')}
        helperText={false}
        validate={required()}
        fullWidth
        slotProps={{ htmlInput: { autoComplete: 'off' } }}
      />
      <SecretInput source="mysql_password" label={say('credentials.password')} />
    </FieldGrid>
  );
}

const PLACES: readonly MysqlBy[] = ['host', 'socket'];

/** Host and port, or a socket: one excludes the other. */
function PlaceFields({ overSsh }: { readonly overSsh: boolean }): ReactElement {
  const say = useTexts();
  const { field } = useController({ name: 'mysql_by' });
  return (
    <>
      <div className="whole">
        <Typography component="div" variant="body2" color="textSecondary" id="mysql-by">
          {say('credentials.listens_at')}
        </Typography>
        <ToggleButtonGroup
          exclusive
          size="small"
          value={field.value}
          onChange={(_, next: MysqlBy | null) => next !== null && field.onChange(next)}
          aria-labelledby="mysql-by"
        >
          {PLACES.map((place) => (
            <ToggleButton key={place} value={place} sx={{ textTransform: 'none', py: 0.5 }}>
              {say(`credentials.listens_at_places.${place}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </div>
      {field.value === 'socket' ? (
        <TextInput
          className="whole"
          source="mysql_socket"
          label={say('credentials.socket')}
          helperText={say(overSsh ? 'credentials.socket_hint_ssh' : 'credentials.socket_hint_direct')}
          validate={required()}
          fullWidth
        />
      ) : (
        <>
          <TextInput
            className="wide"
            source="mysql_host"
            label={say('credentials.host')}
            helperText={say(overSsh ? 'credentials.database_hint_ssh' : 'credentials.database_hint_direct')}
            validate={required()}
            fullWidth
          />
          <NumberInput
            className="narrow"
            source="mysql_port"
            label={say('credentials.port')}
            helperText={false}
            validate={required()}
            min={1}
            max={65_535}
          />
        </>
      )}
    </>
  );
}

const TLS_MODES = ['off', 'encrypt', 'verify'] as const;

/** The fields of encryption. Those for certificates appear only if the chosen mode uses them. */
export function TlsFields(): ReactElement {
  const say = useTexts();
  const mode: unknown = useWatch({ name: 'tls_mode' });
  const certificate: unknown = useWatch({ name: 'tls_certificate' });
  const pem = { multiline: true, minRows: 3, maxRows: 8, fullWidth: true } as const;
  return (
    <FieldGrid>
      <SelectInput
        className="whole"
        source="tls_mode"
        label={say('credentials.tls_mode')}
        helperText={false}
        validate={required()}
        choices={TLS_MODES.map((id) => ({ id, name: say(`credentials.tls.${id}`) }))}
        translateChoice={false}
      />
      {mode === 'verify' && (
        <TextInput
          className="whole"
          source="tls_ca"
          label={say('credentials.tls_ca')}
          helperText={say('credentials.tls_ca_hint')}
          {...pem}
        />
      )}
      {mode !== 'off' && (
        <>
          <TextInput
            source="tls_certificate"
            label={say('credentials.tls_certificate')}
            helperText={say('credentials.tls_certificate_hint')}
            {...pem}
          />
          {typeof certificate === 'string' && certificate !== '' && (
            <SecretInput source="tls_key" label={say('credentials.tls_key')} pem needed />
          )}
        </>
      )}
    </FieldGrid>
  );
}

const LIMITS = [
  { source: 'connect_timeout_ms', label: 'credentials.connect_timeout', min: 100, max: 120_000 },
  { source: 'max_connections', label: 'credentials.max_connections', min: 1, max: 2 },
  { source: 'statement_limit_s', label: 'credentials.statement_limit', min: 1, max: 3600 },
  { source: 'max_concurrent_syncs', label: 'credentials.max_concurrent_syncs', min: 1, max: 10 },
] as const;

/** The limits on the load of the store. */
export function LimitFields(): ReactElement {
  const say = useTexts();
  return (
    <FieldGrid>
      {LIMITS.map(({ source, label, min, max }) => (
        <NumberInput
          key={source}
          source={source}
          label={say(label)}
          min={min}
          max={max}
          validate={required()}
          helperText={false}
        />
      ))}
      <NumberInput
        source="rows_per_second"
        label={say('credentials.rows_per_second')}
        helperText={say('credentials.rows_hint')}
        min={1}
      />
      <NumberInput
        source="live_ceiling_seconds"
        label={say('credentials.live_ceiling_seconds')}
        helperText={say('credentials.live_ceiling_hint')}
        min={1}
        max={3600}
      />
      <NumberInput
        source="sweep_seconds"
        label={say('credentials.sweep_seconds')}
        helperText={say('credentials.sweep_hint')}
        min={1}
        max={60}
        validate={required()}
      />
    </FieldGrid>
  );
}
