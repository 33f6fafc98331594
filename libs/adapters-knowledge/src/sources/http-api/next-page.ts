import type { Json } from '@moorage/domain';
import { ActorFailed } from '../../native/actor-failed';
import type { Answer } from '../../http/web';
import type { Paginator } from './configuration';
import { jsonAt } from './json-at';

/** A page that was read. */
export interface ReadPage {
  answer: Pick<Answer, 'url' | 'headers'>;
  value: Json;
  /** How many records it has. */
  count: number;
}

/** The address of the first page. */
export function firstPage(url: URL, paginator: Paginator = { type: 'NoPagination' }): URL {
  switch (paginator.type) {
    case 'PageIncrement':
      return changed(url, { ...sizeOf(paginator), [paginator.page_parameter ?? 'page']: paginator.start_from_page ?? 1 });
    case 'OffsetIncrement':
      return changed(url, { [paginator.limit_parameter ?? 'limit']: paginator.page_size, [paginator.offset_parameter ?? 'offset']: 0 });
    default:
      return url;
  }
}

/** The address of the page behind `page`, which came from `url`; `null` when that was the last one. */
export function nextPage(url: URL, page: ReadPage, paginator: Paginator = { type: 'NoPagination' }): URL | null {
  switch (paginator.type) {
    case 'NoPagination':
      return null;
    case 'PageIncrement':
      return isLast(page, paginator.page_size) ? null : counted(url, paginator.page_parameter ?? 'page', 1);
    case 'OffsetIncrement':
      return isLast(page, paginator.page_size) ? null : counted(url, paginator.offset_parameter ?? 'offset', paginator.page_size);
    case 'CursorPagination':
      return cursor(url, jsonAt(page.value, paginator.cursor_path), paginator.cursor_parameter);
    case 'NextLink':
      return linked(page.answer.url, paginator.link_path ? jsonAt(page.value, paginator.link_path) : linkOf(page.answer.headers.link ?? ''));
  }
}

function isLast({ count }: ReadPage, size = 1): boolean {
  return count < size;
}

function sizeOf({ page_size_parameter: name, page_size: size }: Extract<Paginator, { type: 'PageIncrement' }>): Record<string, number> {
  return name !== undefined && size !== undefined ? { [name]: size } : {};
}

function counted(url: URL, name: string, step: number): URL {
  return changed(url, { [name]: Number(url.searchParams.get(name)) + step });
}

function cursor(url: URL, value: Json | undefined, name: string): URL | null {
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? changed(url, { [name]: value }) : null;
}

/** Links lead on within the server only: what is sent along is for nobody else. */
function linked(from: URL, link: Json | undefined): URL | null {
  if (typeof link !== 'string' || link === '' || !URL.canParse(link, from.href)) return null;
  const to = new URL(link, from);
  if (to.origin !== from.origin) throw ActorFailed.of('REDIRECTED', { target: to.origin });
  return to;
}

function linkOf(header: string): string | undefined {
  const next = header.split(',').find((each) => /;\s*rel="?next"?/i.test(each));
  return next?.slice(next.indexOf('<') + 1, next.indexOf('>'));
}

function changed(url: URL, parameters: Record<string, string | number>): URL {
  const next = new URL(url);
  for (const [name, value] of Object.entries(parameters)) next.searchParams.set(name, String(value));
  return next;
}
