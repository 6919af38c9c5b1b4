import { describe, expect, it } from 'vitest';
import { canWrite, grantedRoles } from './grants.ts';

const WORDPRESS = { name: 'wordpress', caseMatters: true, isMariaDb: false };

/** Forms of MySQL and of servers in other SQL modes; MariaDB's forms are tested on a server. */
describe('a user', () => {
  it.each([
    [["GRANT USAGE ON *.* TO `reader`@`%` IDENTIFIED BY PASSWORD '*0000'"]],
    [['GRANT USAGE ON *.* TO `r`@`%`', 'GRANT SELECT ON `wordpress`.* TO `r`@`%`']],
    [['GRANT SELECT, SHOW VIEW ON `wordpress`.* TO `r`@`%`']],
    [['GRANT SELECT (`a`, `insert`, `x) ON`) ON `wordpress`.`t` TO `r`@`%`']],
    [["GRANT PROXY ON ''@'' TO 'r'@'%'", 'GRANT `role`@`%` TO `r`@`%`']],
    // MySQL: partial revokes, and grants of another database
    [
      [
        'GRANT SELECT, INSERT, UPDATE ON *.* TO `r`@`%`',
        'REVOKE INSERT, UPDATE ON `wordpress`.* FROM `r`@`%`',
      ],
    ],
    [['GRANT ALL PRIVILEGES ON `test`.* TO PUBLIC', 'GRANT ALL PRIVILEGES ON `test\\_%`.* TO PUBLIC']],
    [['GRANT ALL PRIVILEGES ON `wordpress_old`.`t` TO `r`@`%`']],
    [['GRANT ALL PRIVILEGES ON `WordPress`.* TO `r`@`%`']],
    [['GRANT SELECT ON "wordpress".* TO "r"@"%"']],
  ])('with %j only reads', (grants) => {
    expect(canWrite(grants, WORDPRESS)).toBe(false);
  });

  it.each([
    [['GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION']],
    [['GRANT USAGE ON *.* TO `w`@`%`', 'GRANT SELECT, INSERT, UPDATE ON `wordpress`.* TO `w`@`%`']],
    [['GRANT UPDATE (`a`) ON `wordpress`.`t` TO `w`@`%`']],
    [['GRANT SELECT, LOCK TABLES ON `wordpress`.* TO `w`@`%`']],
    [['GRANT FILE ON *.* TO `w`@`%`']],
    [['GRANT SELECT, INSERT ON *.* TO `w`@`%`', 'REVOKE INSERT ON `mysql`.* FROM `w`@`%`']],
    [['GRANT SELECT, INSERT ON *.* TO `w`@`%`', 'REVOKE SELECT ON `wordpress`.* FROM `w`@`%`']],
    [['GRANT INSERT ON "wordpress".* TO "w"@"%"']],
    [['GRANT EXECUTE ON PROCEDURE `wordpress`.`p` TO `w`@`%`']],
  ])('with %j may do more', (grants) => {
    expect(canWrite(grants, WORDPRESS)).toBe(true);
  });

  it('may write in a database whose name differs only by case, where the server ignores case', () => {
    const grants = ['GRANT INSERT ON `WordPress`.* TO `w`@`%`'];
    expect(canWrite(grants, { ...WORDPRESS, caseMatters: false })).toBe(true);
  });

  it('has the grants of the pattern that MySQL or MariaDB prefers', () => {
    const store = { name: 'shop_db', caseMatters: true };
    const grants = ['GRANT SELECT ON `shop_db`.* TO `u`@`%`', 'GRANT INSERT ON `shop\\_%`.* TO `u`@`%`'];
    expect(canWrite(grants, { ...store, isMariaDb: true })).toBe(false);
    // The unescaped _ is a wildcard and comes before the % of the other.
    expect(canWrite(grants, { ...store, isMariaDb: false })).toBe(true);
  });
});

it('only roles are read from the grants of a user, with the host that MySQL adds to them', () => {
  expect(
    grantedRoles([
      'GRANT `writer` TO `u`@`%`',
      'GRANT `a`@`%`,`b c`@`localhost` TO `u`@`%`',
      'GRANT SELECT ON `wordpress`.* TO `u`@`%`',
      "GRANT PROXY ON ''@'' TO 'u'@'%'",
      'SET DEFAULT ROLE `writer` FOR `u`@`%`',
    ]),
  ).toEqual(['`writer`', '`a`@`%`', '`b c`@`localhost`']);
});
