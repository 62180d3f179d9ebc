import type { ListedUser, UserChange } from '@gatehouse/contracts';
import type { AccessUnderTest } from './access-under-test.ts';

/** All pages of a paged list, one after the other; `between` runs after each. */
export async function walk<T = ListedUser>(
  access: AccessUnderTest,
  serviceId: string,
  {
    path = '/users',
    pageSize = 25,
    between,
  }: { path?: string; pageSize?: number; between?: () => unknown } = {},
): Promise<T[]> {
  const found: T[] = [];
  for (let page = 1; ; page++) {
    const query = `${path.includes('?') ? '&' : '?'}page=${page}&pageSize=${pageSize}`;
    const { status, body } = await access.client(serviceId, `${path}${query}`);
    expect(status).toBe(200);
    expect(body.page).toBe(page);
    expect(body.users.length).toBeLessThanOrEqual(pageSize);
    found.push(...body.users);
    if (page >= body.numberOfPages) return found;
    await between?.();
  }
}

/** All changes after a cursor, and the cursor after them. */
export async function changesSince(
  access: AccessUnderTest,
  serviceId: string,
  since?: string,
): Promise<{ changes: UserChange[]; next: string }> {
  const changes: UserChange[] = [];
  for (let cursor = since; ; ) {
    const query = cursor === undefined ? '' : `?since=${cursor}`;
    const { status, body } = await access.client(serviceId, `/users/changes${query}`);
    expect(status).toBe(200);
    changes.push(...body.changes);
    cursor = body.next as string;
    if (!body.more) return { changes, next: cursor };
  }
}
