import type { Call, Send } from './transport.ts';

const PAGE_SIZE = 200;

interface Page<T> {
  users: T[];
  numberOfPages: number;
}

/** The records of all pages, one page after the other. A page may hold fewer records than were asked for. */
export async function* recordsOfPages<T>(
  send: Send,
  target: string,
  query: Call['query'] = {},
): AsyncGenerator<T> {
  for (let page = 1, last = 1; page <= last; page++) {
    const body = await send({ method: 'GET', path: target, query: { ...query, page, pageSize: PAGE_SIZE } });
    const { users, numberOfPages } = body as Page<T>;
    yield* users;
    last = numberOfPages;
  }
}
