import { createReadStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { Controller, StreamableFile } from '@nestjs/common';
import { Page } from '../operation/page';
import { ApiDocument } from './api-document';
import { DOCS_PAGE, LANDING_PAGE, START_SCRIPT } from './pages';

const HTML = 'text/html; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';
const CACHED = { 'cache-control': 'public, max-age=3600' };
const PAGE_POLICY = { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'" };
/** Swagger UI writes styles into elements and shows icons as data; its scripts are files, and all it talks to is this gateway. */
const DOCS_POLICY = {
  'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

/** Pages for people, and the document they are made from. */
@Controller()
export class DocsController {
  constructor(private readonly document: ApiDocument) {}

  @Page('/', HTML, PAGE_POLICY)
  landing(): string {
    return LANDING_PAGE;
  }

  @Page('/openapi.json', 'application/json; charset=utf-8', { ...CACHED, 'access-control-allow-origin': '*' })
  openapi(): string {
    return this.document.json();
  }

  @Page('/docs', HTML, DOCS_POLICY)
  docs(): string {
    return DOCS_PAGE;
  }

  @Page('/docs/start.js', SCRIPT, CACHED)
  start(): string {
    return START_SCRIPT;
  }

  @Page('/docs/swagger-ui.css', 'text/css; charset=utf-8', CACHED)
  style(): StreamableFile {
    return fromSwaggerUi('swagger-ui.css');
  }

  @Page('/docs/swagger-ui-bundle.js', SCRIPT, CACHED)
  bundle(): StreamableFile {
    return fromSwaggerUi('swagger-ui-bundle.js');
  }

  @Page('/docs/favicon.png', 'image/png', CACHED)
  icon(): StreamableFile {
    return fromSwaggerUi('favicon-32x32.png');
  }
}

/** Only ever opened by path: loading the package would cost the start-up what nobody may look at. */
function fromSwaggerUi(file: string): StreamableFile {
  return new StreamableFile(createReadStream(join(dirname(require.resolve('swagger-ui-dist/package.json')), file)));
}
