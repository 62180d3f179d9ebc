import { isUint8Array } from 'node:util/types';
import { numberFault, refuse, secretFault } from './option-faults.ts';

/** What `Headers` has of use here; named so that the package's types need no others. */
export interface HeaderReader {
  get(name: string): string | null;
}

/** A request that the platform is said to have sent. */
export interface RequestToVerify {
  /** As `node:http` or `fetch` give them. */
  headers: HeaderReader | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body exactly as it came, before anything parsed it. */
  body: string | Uint8Array;
  /** The API secrets of the service that are still valid. Any one of them is enough while they are being rotated. */
  secrets: readonly string[];
  /** How far the sender's clock and this one may be apart. Default 300. */
  toleranceSeconds?: number;
  /** In milliseconds. Default: now. */
  now?: number;
}

const isBody = (value: unknown) => typeof value === 'string' || isUint8Array(value);
const isHeaders = (value: unknown) => typeof value === 'object' && value !== null;

/**
 * Throws TypeError with every fault of what a service gives itself to `where`: a tolerance that is no number would tolerate
 * everything.
 */
export function checkRequestToVerify(where: string, toVerify: RequestToVerify): void {
  const given: Partial<RequestToVerify> = toVerify ?? {};
  const secrets: readonly unknown[] = Array.isArray(given.secrets) ? given.secrets : [];
  refuse(where, [
    isHeaders(given.headers) ? undefined : "headers should be the request's headers",
    isBody(given.body)
      ? undefined
      : 'body should be the text or the bytes as they came, before anything parsed them',
    secrets.length === 0 ? 'secrets should hold at least one API secret' : undefined,
    ...secrets.map((secret, index) => secretFault(`secrets[${index}]`, secret)),
    numberFault('toleranceSeconds', given.toleranceSeconds, 0, Number.MAX_SAFE_INTEGER),
    numberFault('now', given.now, 0, Number.MAX_SAFE_INTEGER),
  ]);
}
