import type { ConnectorSpec, JsonObject } from '@moorage/domain';
import { MAX_DEPTH, MAX_PAGES } from './configuration';

const addresses = (title: string, description: string, order: number, example: string): JsonObject => ({
  title,
  description,
  type: 'array',
  minItems: 1,
  maxItems: 50,
  order,
  items: { type: 'string', format: 'uri', pattern: '^https?://', maxLength: 1_000 },
  examples: [[example]],
});

const patterns = (title: string, description: string, order: number, example: string): JsonObject => ({ title, description, type: 'array', maxItems: 50, order, items: { type: 'string', minLength: 1, maxLength: 500 }, examples: [[example]] });

export const webSpec: ConnectorSpec = {
  connectionSpecification: {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Web site',
    description: 'Public pages, found by their links or by a sitemap. What robots.txt asks for is kept.',
    type: 'object',
    anyOf: [{ required: ['start_urls'] }, { required: ['sitemap_urls'] }],
    additionalProperties: false,
    properties: {
      start_urls: addresses('Pages to start from', 'Their links are followed within the same site.', 0, 'https://docs.example.com/'),
      sitemap_urls: addresses('Sitemaps', 'The pages that they list are read; links of these are not followed.', 1, 'https://docs.example.com/sitemap.xml'),
      max_pages: { title: 'Pages at most', type: 'integer', minimum: 1, maximum: 50_000, default: MAX_PAGES, order: 2 },
      max_depth: { title: 'Links in a row at most', description: 'With 0, only the pages to start from are read.', type: 'integer', minimum: 0, maximum: 20, default: MAX_DEPTH, order: 3 },
      include_patterns: patterns('Only addresses like', 'A star stands for anything. Without a pattern, all are read.', 4, 'https://docs.example.com/en/*'),
      exclude_patterns: patterns('No addresses like', 'A star stands for anything.', 5, '*/archive/*'),
    },
  },
};
