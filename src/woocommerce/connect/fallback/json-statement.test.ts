import { describe, expect, it } from 'vitest';
import { asJsonStatement } from './json-statement.ts';

/** One space in place of any space of the statement. */
function rewritten(sql: string): string | undefined {
  return asJsonStatement(sql)?.sql.replace(/\s+/g, ' ').trim();
}

describe('a query for a remote client', () => {
  it.each([
    ['SELECT 1', 'SELECT JSON_ARRAY(CAST(1 AS CHAR))'],
    [
      'SELECT o.id, o.status\n FROM wp_wc_orders o WHERE o.id IN (1,2) ORDER BY o.id',
      'SELECT JSON_ARRAY(CAST(o.id AS CHAR), CAST(o.status AS CHAR)) FROM wp_wc_orders o WHERE o.id IN (1,2) ORDER BY o.id',
    ],
    [
      "SELECT COALESCE(NULLIF(o.email, ''), a.email), IF(LEFT(o.s, 3) = 'wc-', ',', 'FROM') FROM o",
      "SELECT JSON_ARRAY(CAST(COALESCE(NULLIF(o.email, ''), a.email) AS CHAR), CAST(IF(LEFT(o.s, 3) = 'wc-', ',', 'FROM') AS CHAR)) FROM o",
    ],
    [
      'SELECT f.id, SUM(f.x) FROM (SELECT i.id, i.x AS x FROM i GROUP BY i.id) f GROUP BY f.id',
      'SELECT JSON_ARRAY(CAST(f.id AS CHAR), CAST(SUM(f.x) AS CHAR)) FROM (SELECT i.id, i.x AS x FROM i GROUP BY i.id) f GROUP BY f.id',
    ],
    [
      'SELECT EXISTS (SELECT 1 FROM a), EXISTS (SELECT 1 FROM b)',
      'SELECT JSON_ARRAY(CAST(EXISTS (SELECT 1 FROM a) AS CHAR), CAST(EXISTS (SELECT 1 FROM b) AS CHAR))',
    ],
    [
      "SELECT 'it''s \\' FROM', `a from b` FROM t",
      "SELECT JSON_ARRAY(CAST('it''s \\' FROM' AS CHAR), CAST(`a from b` AS CHAR)) FROM t",
    ],
    ['SELECT DISTINCT t.a FROM t LIMIT 5', 'SELECT DISTINCT JSON_ARRAY(CAST(t.a AS CHAR)) FROM t LIMIT 5'],
    [
      'SELECT CAST(t.a AS DECIMAL(26,8)) AS amount, t.b FROM t',
      'SELECT JSON_ARRAY(CAST(CAST(t.a AS DECIMAL(26,8)) AS CHAR), CAST(t.b AS CHAR)) FROM t',
    ],
    [
      'SELECT a.x FROM a UNION ALL SELECT b.y FROM b',
      'SELECT JSON_ARRAY(CAST(a.x AS CHAR)) FROM a UNION ALL SELECT JSON_ARRAY(CAST(b.y AS CHAR)) FROM b',
    ],
    ['select t.from_id from t', 'select JSON_ARRAY(CAST(t.from_id AS CHAR)) from t'],
  ])('%s', (sql, expected) => {
    expect(rewritten(sql)).toBe(expected);
  });

  it.each(['SET SESSION time_zone = "+00:00"', 'START TRANSACTION READ ONLY', 'SHOW GRANTS'])(
    'leaves %s unchanged',
    (sql) => {
      expect(asJsonStatement(sql)).toBeNull();
    },
  );

  it.each(['SELECT * FROM t', 'SELECT t.* FROM t', 'SELECT t.a, FROM t'])('refuses %s', (sql) => {
    expect(() => asJsonStatement(sql)).toThrow(
      expect.objectContaining({ code: 'store.statement-not-readable' }),
    );
  });
});
