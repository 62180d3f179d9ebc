import { type JsonRecord, recordOf, recordsOf } from './answers.ts';
import type { CallOptions, OperatorApi } from './operator-api.ts';

const LARGEST_PAGE = 500;

/** Every page of a list in order, at the largest page size. */
export async function* pagesOf(
  api: OperatorApi,
  path: string,
  plural: string,
  query: CallOptions['query'] = {},
): AsyncGenerator<readonly JsonRecord[]> {
  for (let page = 1, last = 1; page <= last; page += 1) {
    const answer = await api.call('GET', path, { query: { ...query, page, pageSize: LARGEST_PAGE } });
    const body = recordOf(answer.body);
    yield recordsOf(body[plural]);
    last = Number(body.numberOfPages) || 0;
  }
}
