import { changeHeader } from '@gatehouse/http';
import type { ChangeResult } from '@gatehouse/store';
import type { UserDocument } from '../users/users.store.ts';

/** The headers that name what a write has made of a user, or what was so already. */
export function changeOf(changed: ChangeResult<UserDocument, unknown>): Record<string, string> {
  const document = changed.status === 'duplicate' ? undefined : changed.document;
  return document === undefined ? {} : changeHeader({ id: document._id, version: document.version });
}
