import type { Queryable } from '../../../src/backend/database.ts';
import { adminPy } from './admin-py.ts';
import { appModels } from './app-models.ts';
import { grantsSql } from './grants-sql.ts';
import { modelsPy } from './models-py.ts';
import { readSchema } from './read-schema.ts';

/** The files of the Django app that follow from the schema, by their path below ops/django. */
export async function appFiles(db: Queryable): Promise<Readonly<Record<string, string>>> {
  const models = appModels(await readSchema(db));
  return {
    'taquilla/models.py': modelsPy(models),
    'taquilla/admin.py': adminPy(models),
    'grants.sql': grantsSql(models),
  };
}
