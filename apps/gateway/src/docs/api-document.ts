import { openApiDocument } from '../openapi/document';
import { operationsOf } from '../operation/operation';
import { version } from '../version';

/** The OpenAPI document as text, written when first asked for. */
export class ApiDocument {
  private text: string | undefined;

  constructor(private readonly controllers: Parameters<typeof operationsOf>[0]) {}

  json(): string {
    return (this.text ??= JSON.stringify(openApiDocument(operationsOf(this.controllers), version)));
  }
}
