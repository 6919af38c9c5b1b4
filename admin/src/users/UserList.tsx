import AddIcon from '@mui/icons-material/PersonAddAltOutlined';
import { Box, Button, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import { DataTable, SearchInput, SelectInput } from 'react-admin';
import { Link } from 'react-router-dom';
import type { User } from '../../../src/contract/access/auth.ts';
import { useMe } from '../auth/session.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { FactorRule } from '../second-factor/FactorRule.tsx';
import { Column } from '../ui/screens/Column.tsx';
import { ListScreen } from '../ui/screens/ListScreen.tsx';
import { Empty } from '../ui/screens/States.tsx';
import { Chip } from '../ui/values/Chip.tsx';
import { NameLink } from '../ui/values/NameLink.tsx';
import { RelativeTime } from '../ui/values/RelativeTime.tsx';

const ROLES = ['superuser', 'operator', 'viewer'] as const;

const Table = DataTable<User>;
const Col = Column<User>;

export default function UserList(): ReactElement {
  const say = useTexts();
  const me = useMe();
  return (
    <>
      <ListScreen
        resource="users"
        title={say('users.title')}
        sub={say('users.sub')}
        actions={
          <Button component={Link} to="/users/create" variant="contained" startIcon={<AddIcon />}>
            {say('users.new')}
          </Button>
        }
        filters={
          <>
            <SearchInput source="q" placeholder={say('users.search')} />
            <SelectInput
              source="role"
              label={say('users.role')}
              choices={ROLES.map((id) => ({ id, name: say(`words.role.${id}`) }))}
              translateChoice={false}
            />
            <SelectInput
              source="is_active"
              label={say('users.filter_active')}
              choices={[
                { id: 'true', name: say('users.active') },
                { id: 'false', name: say('users.off') },
              ]}
              translateChoice={false}
            />
          </>
        }
        empty={<Empty title={say('users.empty')} text={say('users.empty_hint')} />}
      >
        <Table rowClick="edit" bulkActionButtons={false}>
          <Col
            source="email"
            label={say('users.who')}
            disableSort
            render={(one) => (
              <>
                <NameLink to={`/users/${one.id}`}>{one.name ?? one.email}</NameLink>
                {one.id === me.id && ` · ${say('users.you')}`}
                {one.name !== null && (
                  <Typography variant="body2" color="textSecondary">
                    {one.email}
                  </Typography>
                )}
              </>
            )}
          />
          <Col
            source="role"
            label={say('users.role')}
            disableSort
            render={(one) => say(`words.role.${one.role}`)}
          />
          <Col
            source="is_active"
            label={say('users.state')}
            disableSort
            render={(one) => (
              <Chip
                tone={one.is_active ? 'good' : 'quiet'}
                label={say(one.is_active ? 'users.active' : 'users.off')}
              />
            )}
          />
          <Col
            source="sees_personal_data"
            label={say('users.sees_short')}
            disableSort
            render={(one) =>
              say(one.role !== 'viewer' || one.sees_personal_data ? 'users.sees_yes' : 'users.sees_no')
            }
          />
          <Col
            source="second_factor"
            label={say('second_factor.title')}
            disableSort
            render={(one) => say(one.second_factor ? 'second_factor.on' : 'second_factor.off')}
          />
          <Col
            source="last_login_at"
            label={say('users.last_login')}
            disableSort
            render={(one) =>
              one.last_login_at === null ? say('users.never') : <RelativeTime at={one.last_login_at} />
            }
          />
        </Table>
      </ListScreen>
      <Box sx={{ mt: 2.5 }}>
        <FactorRule />
      </Box>
    </>
  );
}
