import type { Call, Send } from './transport.ts';

const PAGE_SIZE = 200;

type Page<T> = Readonly<Record<string, T[]>> & { numberOfPages: number };

/** The records of all pages, which have them as `plural`, one page after the other. A page may hold fewer records than were asked for. */
export async function* recordsOfPages<T>(
  send: Send,
  target: Call['path'],
  plural: string,
  query: Call['query'] = {},
): AsyncGenerator<T> {
  for (let page = 1, last = 1; page <= last; page++) {
    const body = await send({ method: 'GET', path: target, query: { ...query, page, pageSize: PAGE_SIZE } });
    const answer = body as Page<T>;
    yield* answer[plural] ?? [];
    last = answer.numberOfPages;
  }
}
