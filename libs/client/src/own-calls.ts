import { GatehouseProblem } from './failures.ts';
import type { Call, Send } from './transport.ts';

/** What the parts of the client share: a client for one service. */
export interface OwnCalls {
  send: Send;
  /** The service of the client, where a call names no other. */
  clientId: string;
}

/** `undefined` for what is not there. */
export async function ifThere<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof GatehouseProblem && error.status === 404) return undefined;
    throw error;
  }
}

/** Reads what is at a path. */
export async function read<T>(send: Send, path: Call['path'], query?: Call['query']): Promise<T> {
  return (await send({ method: 'GET', path, ...(query && { query }) })) as T;
}

/** Deletes what is at a path; false where there was nothing. */
export async function removed(send: Send, path: Call['path']): Promise<boolean> {
  return (await ifThere(send({ method: 'DELETE', path }).then(() => true))) ?? false;
}

/** An instant as the API takes it. */
export const instantOf = (value: Date | string | undefined) =>
  value instanceof Date ? value.toISOString() : value;
