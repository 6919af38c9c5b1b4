import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PANEL_PATH } from '../../../kernel/addresses/panel-address.ts';
import { contentSecurityPolicy } from '../../endpoints/security-headers.ts';
import { noSuchPath } from '../../errors/problem.ts';

/** The placeholder for the nonce in the built page. */
const NONCE_PLACE = '__STYLE_NONCE__';

/**
 * Serves the admin at the path of the Django admin that it replaces. Every address below that path gets the
 * same page, which reads the address. `adminDir` is null if the admin was not built.
 */
export async function addAdminPages(server: FastifyInstance, adminDir: string | null): Promise<void> {
  const page = adminDir === null ? UNBUILT_ADMIN_PAGE : await readFile(join(adminDir, 'index.html'), 'utf8');
  const sendPage = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const path = request.url.split('?')[0] ?? '';
    // A missing file must not be answered with a page, because the browser would try to run it.
    if (/\.\w+$/.test(path)) throw noSuchPath();
    // The panel's component library creates styles at run time; the nonce distinguishes them from others.
    const nonce = randomBytes(16).toString('base64');
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('content-security-policy', contentSecurityPolicy(`'nonce-${nonce}'`))
      .send(page.replaceAll(NONCE_PLACE, nonce));
  };
  if (adminDir !== null) {
    // The bundler puts a digest of the content into these names, so browsers may keep the files for ever.
    await server.register(async (assets) => {
      // A malformed path names no file, so the reply is 404 as for any other missing file.
      assets.setErrorHandler((error) => {
        throw isRefusal(error) ? noSuchPath() : error;
      });
      await assets.register(fastifyStatic, {
        root: join(adminDir, 'assets'),
        prefix: `${PANEL_PATH}assets/`,
        index: false,
        dotfiles: 'ignore',
        immutable: true,
        maxAge: '365d',
        decorateReply: false,
      });
    });
  }
  server.get('/', (_request, reply) => reply.redirect(PANEL_PATH));
  server.get('/admin', (_request, reply) => reply.redirect(PANEL_PATH));
  server.get('/admin/', (_request, reply) => reply.redirect(PANEL_PATH));
  server.get(PANEL_PATH.slice(0, -1), sendPage);
  server.get(PANEL_PATH, sendPage);
  server.get(`${PANEL_PATH}*`, sendPage);
}

/** The library that sends the files refuses this path. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error) || !('statusCode' in error)) return false;
  return error.statusCode === 400 || error.statusCode === 403;
}

/**
 * Shown if the admin was not built (`npm run build`), so that the address printed in the terminal leads
 * somewhere.
 */
const UNBUILT_ADMIN_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Taquilla</title>
<link rel="icon" href="data:,">
<style nonce="__STYLE_NONCE__">
:root { color-scheme: light dark; font: 16px/1.6 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText; }
main { max-width: 34rem; padding: 2rem; }
h1 { margin: 0; font-size: 2.25rem; letter-spacing: -0.02em; }
p { margin: 0.75rem 0 0; }
p[lang="es"] { opacity: 0.75; }
code { font-size: 0.9em; padding: 0.1em 0.35em; border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: 0.3em; }
</style>
</head>
<body>
<main>
<h1>Taquilla</h1>
<p>The service is running. The admin panel was not built: <code>npm run build</code>, then start it again.</p>
<p lang="es">El servicio está en marcha. El panel de administración no está compilado: ejecute <code>npm run build</code> y reinicie el servicio.</p> </main> </body> </html>
`;
