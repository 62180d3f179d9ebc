import { failureWords, type GuardedFetch, wasNeverSent } from '@gatehouse/outgoing';
import { ProviderAway } from './failure.ts';

const OK = 200;

/** Sends one request to a provider. Rejects with `ProviderAway` where no whole answer comes. */
export async function ask(
  { fetch }: Pick<GuardedFetch, 'fetch'>,
  ...request: Parameters<GuardedFetch['fetch']>
): Promise<Response> {
  try {
    return await fetch(...request);
  } catch (cause) {
    throw new ProviderAway(failureWords(cause), { unsent: wasNeverSent(cause), cause });
  }
}

/** The JSON of an answer that must be 200. */
export async function askForJson(
  fetching: Pick<GuardedFetch, 'fetch'>,
  ...request: Parameters<GuardedFetch['fetch']>
): Promise<unknown> {
  const response = await ask(fetching, ...request);
  if (response.status !== OK) throw new ProviderAway(`answer ${response.status}`);
  return jsonOf(response);
}

export async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    throw new ProviderAway('answer no json', { cause });
  }
}
