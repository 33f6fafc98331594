import type { Authenticator } from '../../http/authenticator';

/** What fits the spec. */
export interface HttpApiConfiguration {
  url_base: string;
  authenticator?: Authenticator;
  request_headers?: { name: string; value: string }[];
  request_parameters?: { name: string; value: string }[];
  streams: ApiStream[];
}

/** One list of records. */
export interface ApiStream {
  name: string;
  path: string;
  http_method?: 'GET' | 'POST';
  request_body?: string;
  /** Where in an answer the records are; an answer is one of them, or a list of them, when empty. */
  field_path?: string[];
  paginator?: Paginator;
  primary_key?: string[];
  cursor_field?: string;
  /** The parameter that takes the cursor to go on from; all is read, and what is not newer left out, when absent. */
  cursor_parameter?: string;
}

export type Paginator =
  | { type: 'NoPagination' }
  | { type: 'PageIncrement'; page_parameter?: string; start_from_page?: number; page_size_parameter?: string; page_size?: number }
  | { type: 'OffsetIncrement'; offset_parameter?: string; limit_parameter?: string; page_size: number }
  | { type: 'CursorPagination'; cursor_path: string[]; cursor_parameter: string }
  | { type: 'NextLink'; link_path?: string[] };
