import { EventLogError } from '../port.ts';

/** An `EVENTS_URL` of Kafka, parsed. */
export interface KafkaAddress {
  brokers: string[];
  tls: boolean;
  sasl?: { mechanism: SaslMechanism; username: string; password: string } | undefined;
  /** Of topics that are made. */
  partitions?: number | undefined;
  replicationFactor?: number | undefined;
  minInSync?: number | undefined;
  /** Before every name, so that several platforms can share a cluster. */
  prefix?: string | undefined;
}

export type SaslMechanism = 'plain' | 'scram-sha-256' | 'scram-sha-512';

const SHAPE = /^kafka:\/\/(?:([^@/?#]*)@)?([^@/?#]+)\/?(?:\?([^#]*))?$/i;
/** kafkajs takes no IPv6 address here, but a name that resolves to one. */
const BROKER = /^[a-z0-9._-]+:(\d{1,5})$/i;
const PREFIX = /^[a-z0-9-]{1,40}$/;
const MECHANISMS: readonly string[] = ['plain', 'scram-sha-256', 'scram-sha-512'];
const PARAMETERS: readonly string[] = ['ssl', 'sasl', 'partitions', 'replication', 'min-insync', 'prefix'];

/**
 * Reads `kafka://[user:password@]host:port,host:port[?ssl=true&sasl=scram-sha-512&partitions=12&replication=3&min-insync=2&prefix=staging]`.
 * Throws EventLogError, which names the part at fault and repeats nothing of the text.
 */
export function parseKafkaUrl(url: string): KafkaAddress {
  const [, user, hosts = '', query = ''] = SHAPE.exec(url) ?? refuse('it is kafka://host:port,host:port');
  const brokers = hosts.split(',');
  for (const broker of brokers) {
    const port = Number(BROKER.exec(broker)?.[1] ?? 0);
    if (port < 1 || port > 65_535) refuse('each broker is host:port, without an IPv6 address');
  }
  const parameters = readParameters(query);
  const sasl = readSasl(user, parameters.get('sasl'));
  const partitions = wholeNumber(parameters, 'partitions', 1_000);
  const replicationFactor = wholeNumber(parameters, 'replication', 100);
  const minInSync = wholeNumber(parameters, 'min-insync', replicationFactor ?? 100);
  const prefix = parameters.get('prefix');
  if (prefix !== undefined && !PREFIX.test(prefix)) refuse('prefix is 1 to 40 of a-z, 0-9 and -');
  return {
    brokers,
    tls: readFlag(parameters, 'ssl'),
    ...{ sasl, partitions, replicationFactor, minInSync, prefix },
  };
}

function readParameters(query: string): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    if (!PARAMETERS.includes(name)) refuse(`the parameters are ${PARAMETERS.join(', ')}`);
    if (parameters.has(name)) refuse(`${name} is there twice`);
    parameters.set(name, value);
  }
  return parameters;
}

function readSasl(user: string | undefined, mechanism: string | undefined): KafkaAddress['sasl'] {
  if (user === undefined) {
    if (mechanism !== undefined) refuse('sasl needs user:password before the hosts');
    return undefined;
  }
  const [, username, password] =
    /^([^:]+):(.+)$/.exec(user) ?? refuse('user:password comes before the hosts');
  const named = mechanism ?? 'scram-sha-512';
  if (!isMechanism(named)) refuse(`sasl is ${MECHANISMS.join(', ')}`);
  return { mechanism: named, username: decoded(username), password: decoded(password) };
}

function isMechanism(text: string): text is SaslMechanism {
  return MECHANISMS.includes(text);
}

function decoded(text = ''): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return refuse('user and password are percent-encoded');
  }
}

function readFlag(parameters: ReadonlyMap<string, string>, name: string): boolean {
  const text = parameters.get(name) ?? 'false';
  if (text !== 'true' && text !== 'false') refuse(`${name} is true or false`);
  return text === 'true';
}

function wholeNumber(
  parameters: ReadonlyMap<string, string>,
  name: string,
  most: number,
): number | undefined {
  const text = parameters.get(name);
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,3}$/.test(text) || Number(text) > most) refuse(`${name} is a number from 1 to ${most}`);
  return Number(text);
}

function refuse(reason: string): never {
  throw new EventLogError(`event log: the kafka:// address is not valid: ${reason}`, { retryable: false });
}
