import { describe, expect, it } from 'vitest';
import { canWrite } from './grants.ts';

describe('a user', () => {
  it.each([
    [["GRANT USAGE ON *.* TO `reader`@`%` IDENTIFIED BY PASSWORD '*0000'"]],
    [['GRANT USAGE ON *.* TO `r`@`%`', 'GRANT SELECT ON `wordpress`.* TO `r`@`%`']],
    [['GRANT SELECT, SHOW VIEW ON `wp`.* TO `r`@`%`']],
    [['GRANT SELECT (`a`, `insert`) ON `wp`.`t` TO `r`@`%`']],
    [["GRANT PROXY ON ''@'' TO 'r'@'%'", 'GRANT `role`@`%` TO `r`@`%`']],
  ])('with %j only reads', (grants) => {
    expect(canWrite(grants)).toBe(false);
  });

  it.each([
    [['GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION']],
    [['GRANT USAGE ON *.* TO `w`@`%`', 'GRANT SELECT, INSERT, UPDATE ON `wordpress`.* TO `w`@`%`']],
    [['GRANT UPDATE (`a`) ON `wp`.`t` TO `w`@`%`']],
    [['GRANT SELECT, LOCK TABLES ON `wp`.* TO `w`@`%`']],
    [['GRANT FILE ON *.* TO `w`@`%`']],
  ])('with %j may do more', (grants) => {
    expect(canWrite(grants)).toBe(true);
  });
});
