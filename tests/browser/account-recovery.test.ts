import { generateSync } from 'otplib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { listen } from '../../src/http/server/listen.ts';
import { AccountWorld, linkIn } from '../http/account-world.ts';
import { openApiWorld, PASSWORD } from '../http/api-world.ts';
import { steadyPort } from '../servers/steady-port.ts';
import { findBarriers } from './find-barriers.ts';
import { openBrowser, visit } from './panel-world.ts';

const ADMIN = '/admin/sync_woocommerce/';
const NEW_PASSWORD = 'cinco focas felices';
let world: AccountWorld;
let url: string;
let browser: Browser;

beforeAll(async () => {
  const port = await steadyPort();
  url = `http://127.0.0.1:${port}`;
  world = await AccountWorld.open({ publicUrl: url, adminDir: inject('panelDir') });
  await listen(world.api.server, { host: '127.0.0.1', port });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

/** The code that an authenticator app shows for this key, as the page writes it. */
const codeOf = (key: string): string =>
  generateSync({ secret: key.replaceAll(' ', ''), epoch: Math.floor(world.tasks.nowMs / 1000) });

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('Correo').fill(email);
  await page.getByLabel('Contraseña', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Iniciar sesión' }).click();
}

test('forgot, mail, link, new password, signed in', async () => {
  await world.addUser('ana', 'viewer', 'es');
  const { page, context, complaints } = await visit(browser, `${url}${ADMIN}executions?days=90`, 'es-CL');
  await page.getByRole('button', { name: '¿Olvidó su contraseña?' }).click();
  await page.getByRole('heading', { name: '¿Olvidó su contraseña?' }).waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await page.goBack();
  await page.getByRole('heading', { name: 'Iniciar sesión' }).waitFor();
  await page.getByRole('button', { name: '¿Olvidó su contraseña?' }).click();
  await page.getByLabel('Correo').fill('ana@example.com');
  // With the keyboard alone.
  await page.keyboard.press('Enter');
  await page.getByText('Si hay una cuenta con esta dirección, va en camino un correo').waitFor();

  const link = linkIn((await world.receive()).at(-1), url);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(`${request.url()} ${JSON.stringify(request.headers())}`));
  await page.goto(link);
  await page.getByRole('heading', { name: 'Cree una contraseña nueva' }).waitFor();
  expect(page.url()).toBe(`${url}${ADMIN}reset-password`);
  expect(await findBarriers(page)).toEqual([]);
  const set = async (first: string, second: string) => {
    await page.getByLabel('Contraseña nueva').fill(first);
    await page.getByLabel('Repita la contraseña').fill(second);
    await page.getByRole('button', { name: 'Guardar la contraseña' }).click();
  };
  await set(NEW_PASSWORD, PASSWORD);
  await page.getByText('Las dos contraseñas no son iguales.').waitFor();
  await set('password', 'password');
  await page.getByText('Esta contraseña es demasiado fácil de adivinar.').waitFor();
  await set(NEW_PASSWORD, NEW_PASSWORD);
  await page.getByText('Su contraseña nueva quedó guardada. Inicie sesión con ella.').waitFor();
  expect(page.url()).toBe(`${url}${ADMIN}`);
  await signIn(page, 'ana@example.com', NEW_PASSWORD);
  await page.getByRole('heading', { level: 1, name: 'Resumen' }).waitFor();

  // Neither an address nor a header that left the browser contained the token.
  const token = link.split('#')[1] ?? '';
  expect(asked.filter((one) => one.includes('reset-password')).length).toBeGreaterThan(0);
  expect(asked.filter((one) => one.includes(token))).toEqual([]);
  await page.goto(link);
  await set(NEW_PASSWORD, NEW_PASSWORD);
  await page.getByText('Este enlace ya no sirve').waitFor();
  await page.getByRole('button', { name: 'Pedir otro enlace' }).click();
  await page.getByRole('heading', { name: '¿Olvidó su contraseña?' }).waitFor();
  expect(complaints.filter((one) => !/400|401/.test(one))).toEqual([]);
  await context.close();
});

test('the keyboard focus moves to the part of the screen that changed', async () => {
  const { page, context } = await visit(browser, `${url}${ADMIN}`, 'es-CL');
  const focusedField = async () => await page.locator('input[name=email]:focus').waitFor();
  const focusedButton = async (hasText: string) => await page.locator('button:focus', { hasText }).waitFor();
  const forgot = page.getByRole('button', { name: '¿Olvidó su contraseña?' });
  await forgot.focus();
  await page.keyboard.press('Enter');
  await focusedField();
  await page.keyboard.type('nadie@example.com');
  await page.keyboard.press('Enter');
  await focusedButton('Volver a iniciar sesión');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Iniciar sesión' }).waitFor();
  await focusedField();

  // For a used link, the page shows one button instead of the form.
  await page.goto(`${url}${ADMIN}reset-password#${'a'.repeat(43)}`);
  await page.getByLabel('Contraseña nueva').fill(NEW_PASSWORD);
  await page.getByLabel('Repita la contraseña').fill(NEW_PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByText('Este enlace ya no sirve').waitFor();
  await focusedButton('Pedir otro enlace');
  await context.close();
});

test('promises no mail if the service sends none', async () => {
  const other = await openApiWorld({ adminDir: inject('panelDir'), sendsMail: false });
  const address = await listen(other.server, { host: '127.0.0.1', port: 0 });
  const { page, context } = await visit(browser, `${address}${ADMIN}forgot-password`, 'es-CL');
  const advice = page.getByText('Este servicio no envía correos. Pida a un administrador');
  await advice.waitFor();
  expect(await page.getByLabel('Correo').count()).toBe(0);
  expect(await findBarriers(page)).toEqual([]);
  // The link that `taquilla users reset-password --link` printed is used up.
  await page.goto(`${address}${ADMIN}reset-password`);
  await advice.waitFor();
  expect(await page.getByRole('button', { name: 'Pedir otro enlace' }).count()).toBe(0);
  await context.close();
  await other.close();
});

test('sets up a second factor, signs in with a code and with a recovery code, and turns it off', async () => {
  await world.addUser('ben', 'operator', 'es');
  const { page, context, complaints } = await visit(browser, `${url}${ADMIN}account`, 'es-CL');
  await signIn(page, 'ben@example.com', PASSWORD);
  await page.getByRole('heading', { name: 'Verificación en dos pasos' }).waitFor();
  await page.getByRole('button', { name: 'Activar' }).click();
  const section = page.getByRole('region', { name: 'Verificación en dos pasos' });
  await section.getByLabel('Contraseña actual').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await section.getByRole('img', { name: 'Código QR para su aplicación de autenticación' }).waitFor();
  const key = (await section.getByLabel('Clave para la aplicación').textContent()) ?? '';
  expect(key).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
  expect(await findBarriers(page)).toEqual([]);
  await section.getByRole('textbox', { name: 'Código' }).fill('000 000');
  await section.getByRole('button', { name: 'Activar' }).click();
  await section.getByText('El código no es correcto o ya se usó.').waitFor();
  await section.getByRole('textbox', { name: 'Código' }).fill(codeOf(key));
  await section.getByRole('button', { name: 'Activar' }).click();
  const codes = section.getByLabel('Códigos de recuperación');
  await codes.waitFor();
  const recovery = ((await codes.textContent()) ?? '').split('\n');
  expect(recovery.length).toBe(10);
  expect(await findBarriers(page)).toEqual([]);
  await section.getByRole('button', { name: 'Ya los guardé' }).click();
  await section.getByText('Le quedan 10 códigos de recuperación.').waitFor();

  const signOut = async () => {
    await page.getByRole('button', { name: /Cuenta de/ }).click();
    await page.getByRole('menuitem', { name: 'Cerrar sesión' }).click();
    await page.getByRole('heading', { name: 'Iniciar sesión' }).waitFor();
  };
  const enter = async (code: string) => {
    await page.getByRole('heading', { name: 'Escriba su código' }).waitFor();
    await page.getByLabel('Código').fill(code);
    await page.keyboard.press('Enter');
  };
  await signOut();
  await signIn(page, 'ben@example.com', PASSWORD);
  await page.getByRole('heading', { name: 'Escriba su código' }).waitFor();
  expect(await findBarriers(page)).toEqual([]);
  // The code that turned it on is used up.
  await enter(codeOf(key));
  await page.getByText('El código no es correcto o ya se usó. Espere el siguiente.').waitFor();
  world.tasks.pass(30_000);
  await enter(codeOf(key));
  await section.getByText('Le quedan 10 códigos de recuperación.').waitFor();
  await signOut();
  await signIn(page, 'ben@example.com', PASSWORD);
  await enter(recovery[3] ?? '');
  await section.getByText('Le quedan 9 códigos de recuperación.').waitFor();

  world.tasks.pass(30_000);
  await section.getByRole('button', { name: 'Desactivar' }).click();
  await section.getByLabel('Contraseña actual').fill(PASSWORD);
  await section.getByRole('textbox', { name: 'Código' }).fill(codeOf(key));
  await section.getByRole('button', { name: 'Desactivar' }).click();
  await page.getByText('La verificación en dos pasos quedó desactivada.').waitFor();
  await signOut();
  await signIn(page, 'ben@example.com', PASSWORD);
  await section.getByRole('button', { name: 'Activar' }).waitFor();
  expect(complaints.filter((one) => !/400|401/.test(one))).toEqual([]);
  await context.close();
});

test('a superuser requires it for superusers, has to set it up, and resets it for another one', async () => {
  const [cleo, dora] = ['cleo', 'dora'];
  await world.addUser(cleo, 'superuser', 'es');
  await world.addUser(dora, 'superuser', 'es');
  const { page, context, complaints } = await visit(browser, `${url}${ADMIN}users`, 'es-CL');
  await signIn(page, 'cleo@example.com', PASSWORD);
  await page.getByRole('switch', { name: 'Los superusuarios deben usar' }).click();
  await page.getByRole('button', { name: 'Exigirla' }).click();
  await page.getByRole('heading', { level: 1, name: 'Active la verificación en dos pasos' }).waitFor();
  expect(await findBarriers(page)).toEqual([]);
  expect(await page.getByRole('navigation').count()).toBe(0);
  await page.getByLabel('Contraseña actual').fill(PASSWORD);
  await page.getByRole('button', { name: 'Continuar' }).click();
  const key = (await page.getByLabel('Clave para la aplicación').textContent()) ?? '';
  await page.getByRole('textbox', { name: 'Código' }).fill(codeOf(key));
  await page.getByRole('button', { name: 'Activar' }).click();
  await page.getByRole('button', { name: 'Ya los guardé' }).click();
  await page.getByRole('heading', { level: 1, name: 'Usuarios' }).waitFor();

  await world.rows(
    `insert into second_factors (user_id, secret_sealed, confirmed_at)
     select id, 'lost', now() from users where email = 'dora@example.com'`,
  );
  await page.getByRole('link', { name: 'dora@example.com' }).click();
  await page.getByRole('button', { name: 'Desactivar la verificación en dos pasos' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Desactivar la verificación en dos pasos' })
    .click();
  await page.getByText('La verificación en dos pasos de este usuario quedó desactivada.').waitFor();
  expect(
    await world.rows(
      `select from second_factors f join users u on u.id = f.user_id where u.email like 'dora%'`,
    ),
  ).toEqual([]);
  await world.rows(`update access_settings set second_factor_required_for = 'nobody'`);
  expect(complaints.filter((one) => !/400|401|403/.test(one))).toEqual([]);
  await context.close();
});
