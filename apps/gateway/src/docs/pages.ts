/** What a browser sees at the root until there is a console. */
export const LANDING_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Moorage</title>
<style>
  :root { color-scheme: light dark; }
  body { font: 1.05rem/1.6 system-ui, sans-serif; max-width: 44rem; margin: 10vh auto; padding: 0 1.5rem; }
  h1 { font-size: 2rem; margin-bottom: .2rem; }
  pre { padding: 1rem; border: 1px solid #8886; border-radius: .5rem; overflow-x: auto; }
</style>
</head>
<body>
<h1>Moorage</h1>
<p>Connects your accounts and your company’s knowledge to any AI assistant, and knows in milliseconds what is broken and how to fix it.</p>
<p>The gateway is running. <a href="/docs">Read and try the API</a>, take its <a href="/openapi.json">OpenAPI document</a>, or see <a href="/health/ready">what is up</a>.</p>
<p>With the address of this page and the API key that the first start printed:</p>
<pre>export URL=http://… KEY=mrg_…
# who am I, and what can be connected?
curl -H "Authorization: Bearer $KEY" $URL/v1/me
curl -H "Authorization: Bearer $KEY" $URL/v1/personal-connectors</pre>
</body>
</html>
`;

/** Swagger UI from this gateway's own files: it works without any other network. */
export const DOCS_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Moorage API</title>
<link rel="icon" href="/docs/favicon.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="docs"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

export const START_SCRIPT = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  validatorUrl: null,
  persistAuthorization: false,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
});
`;
