import { type EventType, eventTypes, exampleEvent, topics } from '@gatehouse/contracts';
import { eventDescriptions, topicDescriptions } from './event-descriptions.ts';
import { eventSchemas, schemaNames } from './event-schemas.ts';

const DAY_MS = 86_400_000;

const DESCRIPTION = [
  "The platform's own events, for teams whose programs follow it. Each is a CloudEvent 1.0 in structured JSON with the full state of one entity after a change, and the names of what changed.",
  'A topic is keyed by the ids of its entities and compacted: every last state reaches every reader, in order for each entity, at least once; who was away may miss states between. Effects come from the state, not from a single event.',
  'v1 of a type only gains optional members. Readers ignore members and types that they do not know. `docs/events.md` explains how to read them.',
].join('\n\n');

const types = Object.keys(eventTypes) as EventType[];
const declared = Object.entries(topics);

function messageOf(type: EventType) {
  const { name, title, summary } = eventDescriptions[type];
  const { key, event } = exampleEvent(type);
  return {
    name: type,
    title,
    summary,
    contentType: 'application/cloudevents+json',
    correlationId: { location: '$message.payload#/correlationid' },
    payload: { $ref: `#/components/schemas/${schemaNames(type).event}` },
    bindings: {
      kafka: {
        key: { type: 'string', description: "The entity's id", examples: [key] },
        bindingVersion: '0.5.0',
      },
    },
    examples: [{ name, summary, payload: event }],
  };
}

function channelOf([, { name, ...declaration }]: (typeof declared)[number]) {
  const carried = types.filter((type) => eventTypes[type].topic === name);
  const retentionMs = 'retentionMs' in declaration ? declaration.retentionMs : undefined;
  const kept =
    retentionMs === undefined
      ? "An entity's last record is kept for good."
      : `Records are deleted after ${retentionMs / DAY_MS} days.`;
  return {
    address: name,
    title: name,
    description: `${topicDescriptions[name]} ${kept} States that a newer one follows go after 1 to 7 days.`,
    messages: Object.fromEntries(
      carried.map((type) => {
        const message = eventDescriptions[type].name;
        return [message, { $ref: `#/components/messages/${message}` }];
      }),
    ),
    bindings: {
      kafka: {
        topic: name,
        topicConfiguration: {
          'cleanup.policy': retentionMs === undefined ? ['compact'] : ['compact', 'delete'],
          ...(retentionMs !== undefined && { 'retention.ms': retentionMs }),
        },
        bindingVersion: '0.5.0',
      },
    },
  };
}

/** The description of the events (AsyncAPI 3.0.0: generators read nothing newer), generated from the contracts of publishers and readers. */
export function asyncApiDocument(version: string) {
  return {
    asyncapi: '3.0.0',
    id: 'urn:gatehouse:events',
    info: {
      title: 'Gatehouse events',
      version,
      description: DESCRIPTION,
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/cloudevents+json',
    servers: {
      kafka: {
        host: '{broker}',
        protocol: 'kafka',
        description: 'The brokers that `EVENTS_URL` names. The embedded log carries the same records.',
        variables: { broker: { default: 'localhost:9092', description: 'host:port of a broker' } },
      },
    },
    channels: Object.fromEntries(declared.map((topic) => [topic[0], channelOf(topic)])),
    operations: Object.fromEntries(
      declared.map(([name, topic]) => [
        `publish-${name}`,
        {
          action: 'send',
          channel: { $ref: `#/channels/${name}` },
          summary: topicDescriptions[topic.name],
        },
      ]),
    ),
    components: {
      messages: Object.fromEntries(types.map((type) => [eventDescriptions[type].name, messageOf(type)])),
      schemas: eventSchemas(),
    },
  };
}
