/** As many tools as the public reference server offers. */
const COUNT = 13;

/** Definitions of the usual length. */
export const TOOLS = Array.from({ length: COUNT }, (_, index) => ({
  name: `search_things_${index + 1}`,
  title: `Search things, way ${index + 1}`,
  description: 'Searches the things of a workspace by words, owner and time of change, and answers the best matches first, a page at a time.',
  inputSchema: {
    type: 'object' as const,
    properties: {
      query: { type: 'string', description: 'Words to look for.' },
      owner: { type: 'string', description: 'Id of the person to whom the things belong.' },
      limit: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
    },
    required: ['query'],
  },
  annotations: { readOnlyHint: true },
}));
