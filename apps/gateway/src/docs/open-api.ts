/** JSON Schema, as far as the page shows it. */
export interface Schema {
  $ref?: string;
  type?: string | readonly string[];
  description?: string;
  enum?: readonly unknown[];
  const?: unknown;
  default?: unknown;
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  minItems?: number;
  items?: Schema;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  additionalProperties?: boolean | Schema;
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
}

export interface Content {
  schema?: Schema;
  example?: unknown;
}

export interface Answer {
  $ref?: string;
  description?: string;
  content?: Readonly<Record<string, Content>>;
}

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema?: Schema;
  example?: unknown;
}

export interface Operation {
  operationId?: string;
  summary?: string;
  description?: string;
  tags?: readonly string[];
  security?: readonly object[];
  parameters?: readonly Parameter[];
  requestBody?: { required?: boolean; content?: Readonly<Record<string, Content>> };
  responses?: Readonly<Record<string, Answer>>;
}

/** As much of an OpenAPI document as the page shows. */
export interface OpenApi {
  info?: { title?: string; version?: string; description?: string };
  tags?: readonly { name: string; description?: string }[];
  webhooks?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  components?: {
    schemas?: Readonly<Record<string, Schema>>;
    responses?: Readonly<Record<string, Answer>>;
    securitySchemes?: Readonly<Record<string, { description?: string }>>;
  };
}

/** The answer itself, where one that many operations share is referred to; the operation's own words win. */
export function answerOf({ components }: OpenApi, answer: Answer): Answer {
  const shared = components?.responses?.[answer.$ref?.split('/').at(-1) ?? ''];
  return shared === undefined ? answer : { ...shared, ...answer };
}
