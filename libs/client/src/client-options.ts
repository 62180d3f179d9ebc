import { LONGEST_TIMER_MS, numberFault, refuse, secretFault, textFault, urlFault } from './option-faults.ts';
import type { RetryOptions } from './retries.ts';

export interface ClientOptions {
  /** Where the platform is, such as `https://gatehouse.example.org`; with a path where a proxy serves it below one. */
  url: string;
  clientId: string;
  /** The API secret, as the platform showed it. */
  apiSecret: string;
  /** What tokens are for. Default `signin.education.gov.uk`. */
  audience?: string;
  /** For each attempt. Default 10 s. */
  timeoutMs?: number;
  retries?: RetryOptions;
}

/** Throws TypeError with every fault of the options, of which no call could come to anything. */
export function checkOptions(options: ClientOptions): void {
  const given: Partial<ClientOptions> = options ?? {};
  const { retries = {} } = given;
  refuse('createClient', [
    urlFault(given.url),
    textFault('clientId', given.clientId),
    secretFault('apiSecret', given.apiSecret),
    given.audience === undefined ? undefined : textFault('audience', given.audience),
    numberFault('timeoutMs', given.timeoutMs, 1, LONGEST_TIMER_MS),
    numberFault('retries.attempts', retries.attempts, 1, Infinity),
    numberFault('retries.baseMs', retries.baseMs, 0, LONGEST_TIMER_MS),
    numberFault('retries.maxWaitMs', retries.maxWaitMs, 0, LONGEST_TIMER_MS),
  ]);
}
