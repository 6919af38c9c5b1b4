/** Shown where the admin was not built (`npm run build`), so that the address in a terminal leads somewhere. */
export const UNBUILT_ADMIN_PAGE = `<!doctype html>
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
<p lang="es">El servicio está en marcha. El panel de administración no está compilado: <code>npm run build</code> y reinicie el servicio.</p>
</main>
</body>
</html>
`;
