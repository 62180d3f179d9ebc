import { request as requestByHttp } from 'node:http';
import { request as requestByHttps } from 'node:https';
import { json } from 'node:stream/consumers';
import { SESSION_USE_PATH } from '@gatehouse/contracts';
import { CREDENTIAL_HEADER } from '@gatehouse/http';
import { lookUpName } from '@gatehouse/name-lookup';
import { z } from 'zod';
import { createServiceAgent } from '../proxy/service-agent.ts';

const LIMIT_MS = 5_000;
const answer = z.object({ quietMs: z.number().nonnegative() });

/** Tells sign-in of a use; for so many milliseconds it need not hear of that session again. Rejects where it could not be told. */
export type TellSessionUse = (credential: string) => Promise<number>;

/** `url`: the address of sign-in. */
export function createTellSessionUse(url: URL): TellSessionUse {
  const agent = createServiceAgent(url.protocol, LIMIT_MS, lookUpName);
  const send = url.protocol === 'https:' ? requestByHttps : requestByHttp;
  const target = new URL(url);
  target.pathname = `${url.pathname.replace(/\/$/, '')}${SESSION_USE_PATH}`;

  async function tell(credential: string): Promise<number> {
    const headers = { [CREDENTIAL_HEADER]: credential, 'content-length': '0' };
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const signal = AbortSignal.timeout(LIMIT_MS);
    const request = send(target, { method: 'POST', agent, headers, signal }, (response) => {
      if (response.statusCode === 200) return resolve(json(response));
      response.resume();
      reject(new Error(`answered ${response.statusCode}`));
    });
    request.on('error', reject);
    request.end();
    return answer.parse(await promise).quietMs;
  }
  return tell;
}
