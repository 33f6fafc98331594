/** What fits the spec. */
export interface WebConfiguration {
  start_urls?: string[];
  sitemap_urls?: string[];
  max_pages?: number;
  max_depth?: number;
  include_patterns?: string[];
  exclude_patterns?: string[];
}

export const MAX_PAGES = 1_000;
export const MAX_DEPTH = 3;

/** An answer that has not begun by then is not waited for. */
export const PATIENCE_MS = 10_000;
