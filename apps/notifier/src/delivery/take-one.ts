import { tooManyRequests } from '@gatehouse/errors';
import type { CallerOf } from '@gatehouse/http';
import type { PerMinute } from '@gatehouse/runtime';

/** Takes one for a service, or throws a Fault (`tooManyRequests`). The operator may ask for as many as they like. */
export function takeOne(limit: PerMinute, caller: CallerOf<'client'>, serviceId: string): void {
  const waitS = caller.kind === 'client' ? limit.take(serviceId) : undefined;
  if (waitS !== undefined) throw tooManyRequests(`Try again in ${waitS} s`, waitS);
}
