import type { AssignerProtocol, Kafka, RetryOptions, SASLOptions } from 'kafkajs';
import type { FailureLog } from '../core/failure-log.ts';
import { clientLog } from './client-log.ts';
import type { KafkaAddress } from './kafka-url.ts';
import { rememberCoordinators } from './kafkajs-defects/known-coordinator.ts';
import { patchRequestQueue } from './kafkajs-defects/request-queue.ts';
import { createSockets } from './kafkajs-defects/sockets.ts';

const CONNECT_MS = 3_000;

export interface ClientSettings {
  retry: RetryOptions;
  /** How long a response may take. */
  requestMs: number;
  /** Takes the failures that kafkajs logs. */
  log?: FailureLog | undefined;
}

/** One client of Kafka with connections of its own. */
export interface Client {
  readonly kafka: Kafka;
  readonly assignerProtocol: typeof AssignerProtocol;
  /** Ends all its connections at once, for good. */
  cut(): void;
}

export type OpenClient = (settings: ClientSettings) => Client;

export interface ClientOptions extends Pick<KafkaAddress, 'brokers' | 'tls' | 'sasl'> {
  clientId: string;
}

/** Loads kafkajs, which a process on the embedded log never loads. */
export async function loadClients({ brokers, tls, sasl, clientId }: ClientOptions): Promise<OpenClient> {
  const { default: kafkajs } = await import('kafkajs');
  patchRequestQueue();
  rememberCoordinators();
  return ({ retry, requestMs, log }) => {
    const sockets = createSockets();
    const kafka = new kafkajs.Kafka({
      clientId,
      brokers,
      ssl: tls,
      // kafkajs has a type for each mechanism.
      ...(sasl && { sasl: sasl as SASLOptions }),
      connectionTimeout: CONNECT_MS,
      requestTimeout: requestMs,
      retry,
      socketFactory: sockets.open,
      logLevel: log ? kafkajs.logLevel.WARN : kafkajs.logLevel.NOTHING,
      logCreator: log ? clientLog(log) : () => () => {},
    });
    return { kafka, assignerProtocol: kafkajs.AssignerProtocol, cut: sockets.cut };
  };
}
